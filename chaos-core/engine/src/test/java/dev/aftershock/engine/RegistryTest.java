package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {

    @Test
    void whatIsOnTheClassPathIsFoundInAlphabeticalOrder() {
        assertThat(List.copyOf(Registry.onClassPath().targets().keySet()))
                .contains("http", "jdbc", "tcp")
                .isSorted();
    }

    @Test
    void whoUndoesAFaultOrRemovesATargetIsFoundByItsKind() {
        Registry registry = new ToySystem().registry();
        assertThat(registry.undoing("toy-break")).contains(registry.faults().get("toy-break"));
        assertThat(registry.undoing("toy")).contains(registry.targets().get("toy"));
        assertThat(registry.undoing("toy-brake")).isEmpty();
    }

    @Test
    void twoProvidersOfOneKindAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Registry(
                        List.of(), List.of(), List.of(new TcpAddress.Provider(), new TcpAddress.Provider())))
                .withMessageContaining("two providers call themselves 'tcp'");
    }
}
