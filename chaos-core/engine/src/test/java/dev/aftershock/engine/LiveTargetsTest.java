package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTargetsTest {

    private final ToySystem first = new ToySystem();
    private final ToySystem second = new ToySystem();
    private final TcpTarget server = () -> new InetSocketAddress("127.0.0.1", 80);
    private final LiveTargets targets = new LiveTargets();

    @BeforeEach
    void add() {
        targets.add(Map.of("db.2", second, "db.1", first));
        targets.add(Map.of("db.port", server));
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
                .hasMessageContaining("no target 'db.port' is a toy system")
                .hasMessageContaining("one of [db.1, db.2, db.port]");
        assertThatThrownBy(() -> targets.find("db.3", ToySystem.class)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void oneTargetUnderTwoNamesIsOne() {
        targets.add(Map.of("alias", first));
        assertThat(targets.all(ToySystem.class)).containsExactly(first, second);
        assertThat(targets.all(TcpTarget.class)).containsExactly(server);
        assertThat(targets.all(ProcessTarget.class)).isEmpty();
    }
}
