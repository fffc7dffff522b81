package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Fields that tell no target, each with the whole message that it gets. */
class TargetFieldsTest {

    @TempDir
    Path folder;

    @Test
    void aFieldThatTellsNoTargetIsNamed() {
        String beginning = "code: the field %s with @ChaosTarget tells no target";
        String known =
                "; expected a Supplier<String> whose text is known when the test begins, before its @BeforeEach methods";
        assertThat(failure(NothingTold.class)).isEqualTo(beginning.formatted("NothingTold.app") + known);
        assertThat(failure(NotYetKnown.class))
                .isEqualTo(beginning.formatted("NotYetKnown.app") + ": java.lang.IllegalStateException: not started"
                        + known);
        assertThat(failure(NoSupplier.class)).isEqualTo(beginning.formatted("NoSupplier.app") + known);
        assertThat(failure(NothingToldByAStatic.class))
                .isEqualTo(beginning.formatted("NothingToldByAStatic.app")
                        + "; expected a static Supplier<String> whose text is known when the tests begin, or a field that is "
                        + "not static");
    }

    @Test
    void aFieldThatTellsNonsenseIsNamedWithWhatItTold() {
        assertThat(failure(Nonsense.class)).isEqualTo("Nonsense.app: 'address' is 'nowhere'; expected host:port");
    }

    private String failure(Class<?> suite) {
        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .execute()
                .allEvents()
                .failed()
                .list();
        assertThat(failed).hasSize(1);
        return failed.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    static class NothingTold {
        @ChaosTarget(kind = "tcp")
        Supplier<String> app = () -> null;

        @Test
        void runs() {}
    }

    static class NotYetKnown {
        @ChaosTarget(kind = "tcp")
        Supplier<String> app = () -> {
            throw new IllegalStateException("not started");
        };

        @Test
        void runs() {}
    }

    static class NoSupplier {
        @ChaosTarget(kind = "tcp")
        String app = "127.0.0.1:1";

        @Test
        void runs() {}
    }

    static class NothingToldByAStatic {
        @ChaosTarget(kind = "tcp")
        static Supplier<String> app = () -> null;

        @Test
        void runs() {}
    }

    static class Nonsense {
        @ChaosTarget(kind = "tcp")
        Supplier<String> app = () -> "nowhere";

        @Test
        void runs() {}
    }
}
