package dev.aftershock.junit;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ChaosSession;
import dev.aftershock.engine.LeakedFaultException;
import dev.aftershock.engine.Registry;
import dev.aftershock.format.PartWords;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suites whose tests are all green, some of which leave something broken; each in a process of its own. */
class LeakWatchIT {

    private static final String LEFT =
            "java.lang.AssertionError: not seen healed or ended when all should have been, so that what ran meanwhile "
                    + "proves nothing:\n";

    @TempDir
    Path folder;

    @Test
    void aSessionThatNobodyClosedIsHealedAndFailsTheBuild() throws Exception {
        ForkedSuite run = ForkedSuite.run(Forgetful.class.getName(), folder);

        assertThat(run.output())
                .contains("succeeded: 1")
                .contains(LEFT + "  '1-cut' on forgotten (was ACTIVE), of run ")
                .containsPattern("healed now: the proxy '[^']+' on \\S+ is enabled");
        assertThat(run.failures()).isEqualTo(1);
        assertThat(run.loaded(LeakWatch.class.getName())).isTrue();
    }

    @Test
    void aLeakThatATestKeptForItselfFailsTheBuild() throws Exception {
        ForkedSuite run = ForkedSuite.run(Silent.class.getName(), folder);

        assertThat(run.output())
                .contains("succeeded: 1")
                .contains(LEFT + "  '1-shut' on blinker (was REVERTING), of run ")
                .contains(": still not healed, run 'aftershock recover': healing failed: ");
        assertThat(run.failures()).isEqualTo(1);
    }

    @Test
    void aSuiteThatHealsEverythingPasses() throws Exception {
        ForkedSuite run = ForkedSuite.run(Clean.class.getName(), folder);

        assertThat(run.output()).contains("succeeded: 1");
        assertThat(run.failures()).isZero();
        assertThat(run.loaded(LeakWatch.class.getName())).isTrue();
    }

    @ChaosTest
    static class Forgetful {

        @Test
        void green(Chaos ofNoUse) throws Exception {
            assertThat(ofNoUse).isNotNull();
            Registry registry = Registry.onClassPath();
            PartWords words = new PartWords(registry);
            ChaosSession forgotten = ChaosSession.open(registry, Runs.state(), Path.of("runs"));
            forgotten.start(words.target("forgotten", part("link", with("upstream", new EchoServer().address()))));
            forgotten.inject("cut", words.fault(part("down", with("link", "forgotten"))));
        }
    }

    @Lab(name = "blinker", kind = "blinker")
    static class Silent {

        @Test
        void green(Chaos chaos) throws Exception {
            ActingFault shut = chaos.inject(part("shut", with("target", "blinker"), with("real", "true")));
            Blinker.STUCK.set(true);
            assertThat(catchThrowable(shut::heal)).isInstanceOf(LeakedFaultException.class);
        }
    }

    @Lab(name = "blinker", kind = "blinker")
    static class Clean {

        @Test
        void green(Chaos chaos) throws Exception {
            chaos.inject(part("shut", with("target", "blinker"), with("real", "true")));
        }
    }
}
