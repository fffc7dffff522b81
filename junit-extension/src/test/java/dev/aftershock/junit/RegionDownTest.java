package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

class RegionDownTest {

    @TempDir
    Path folder;

    @AutoClose
    private static final EchoServer server = new EchoServer();

    @Test
    void everyLinkOfTheRegionIsDownAndNoOther() {
        assertThat(failures("cutsTheRegion")).isEmpty();
    }

    @Test
    void aRegionThatNothingBelongsToIsNamedWithThoseThatThereAre() {
        assertThat(failures("cutsNothing"))
                .singleElement()
                .asString()
                .contains("unknown target 'region=north'")
                .contains("region=east, region=west");
    }

    @Test
    void aLinkMayBeAParameter() {
        assertThat(failures("takesALink(" + Link.class.getName() + ")")).isEmpty();
        assertThat(failures("takesNoLink(" + Link.class.getName() + ")"))
                .singleElement()
                .asString()
                .contains("the parameter 'cache' names none of the links [db, mail, search]");
    }

    private List<String> failures(String method) {
        return Failures.of(EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Suite.class.getName() + "#" + method))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .execute()
                .testEvents());
    }

    static class Suite {

        @ProxiedLink(region = "east")
        static Link db = Link.to(() -> server.address());

        @ProxiedLink(region = "east")
        static Link search = Link.to(() -> "127.0.0.1", () -> server.port());

        @ProxiedLink(region = "west")
        static Link mail = Link.to(() -> server.address());

        @Test
        @RegionDown("east")
        void cutsTheRegion() throws IOException {
            assertThatThrownBy(() -> EchoServer.roundTrip(db)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> EchoServer.roundTrip(search)).isInstanceOf(IOException.class);
            assertThat(EchoServer.roundTrip(mail)).isPositive();
        }

        @Test
        void takesALink(Link mail) {
            assertThat(mail).isSameAs(RegionDownTest.Suite.mail);
        }

        @Test
        void takesNoLink(Link cache) {}

        @Test
        @RegionDown("north")
        void cutsNothing() {}
    }
}
