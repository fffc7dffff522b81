package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTargetsTest {

    private final ToySystem first = new ToySystem();
    private final ToySystem second = new ToySystem();
    private final TcpTarget server = () -> new InetSocketAddress("127.0.0.1", 80);
    private final LiveTargets targets = new LiveTargets();

    @BeforeEach
    void add() {
        targets.add(Map.of("db.2", second, "db.1", first), List.of());
        targets.add(Map.of("db.port", server), List.of());
    }

    @Test
    void aNameStandsForOneAndAPatternForThoseThatFit() {
        assertThat(targets.one("db.2", ToySystem.class)).isSameAs(second);
        assertThat(targets.find("db.*", ToySystem.class))
                .containsExactly(new Targets.Named<>("db.1", first), new Targets.Named<>("db.2", second));
        assertThat(targets.find("db.*", TcpTarget.class)).containsExactly(new Targets.Named<>("db.port", server));
    }

    @Test
    void whatIsNotThereIsToldWithWhatIs() {
        assertThatThrownBy(() -> targets.find("db.port", ToySystem.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("code: 'db.port' is not a toy system; expected one of db.1, db.2");
        assertThatThrownBy(() -> targets.find("db.3", ToySystem.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("code: unknown target 'db.3'; expected one of db.1, db.2; did you mean 'db.1'?");
        assertThatThrownBy(() -> new LiveTargets().find("db", ToySystem.class))
                .hasMessage("code: unknown target 'db'; expected nothing here");
    }

    @Test
    void oneTargetUnderTwoNamesIsOne() {
        targets.add(Map.of("alias", first), List.of());
        assertThat(targets.all(ToySystem.class)).containsExactly(first, second);
        assertThat(targets.all(TcpTarget.class)).containsExactly(server);
        assertThat(targets.all(ProcessTarget.class)).isEmpty();
    }

    @Test
    void aLabelStandsForEveryTargetThatCarriesIt() {
        targets.add(
                Map.of("a", "one", "b", "two", "c", "three"),
                List.of(
                        new TargetInfo("a", "", Set.of(String.class), Set.of("region=east")),
                        new TargetInfo("b", "", Set.of(String.class), Set.of("region=east", "region=west")),
                        new TargetInfo("c", "", Set.of(String.class))));

        assertThat(targets.find("region=east", String.class))
                .extracting(Targets.Named::name)
                .containsExactly("a", "b");
        assertThat(targets.find("region=west", String.class))
                .extracting(Targets.Named::name)
                .containsExactly("b");
        assertThatThrownBy(() -> targets.find("region=north", String.class))
                .hasMessageContaining("unknown target 'region=north'");
    }
}
