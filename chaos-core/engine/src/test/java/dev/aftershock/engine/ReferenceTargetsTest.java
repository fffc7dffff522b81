package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aftershock.parts.Secret;
import dev.aftershock.probes.HttpTarget;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceTargetsTest {

    private static final RunContext CONTEXT = new RunContext("run", () -> 0, 1, Path.of("."));

    @Test
    void eachOffersWhatItDescribes() throws Exception {
        check(new TcpAddress.Provider(), new TcpAddress("127.0.0.1:80"), TcpTarget.class);
        check(new HttpAddress.Provider(), new HttpAddress(URI.create("http://127.0.0.1:80")), HttpTarget.class);
        check(
                new JdbcAddress.Provider(),
                new JdbcAddress("jdbc:postgresql://127.0.0.1/db", "app", new Secret("x")),
                JdbcTarget.class);
    }

    private static <S extends Record> void check(TargetProvider<S> provider, S settings, Class<?> capability)
            throws Exception {
        assertThat(provider.describe("name", settings))
                .singleElement()
                .satisfies(info -> assertThat(info.offers(capability)).isTrue());
        try (TargetSet set = provider.prepare("name", settings, CONTEXT).start()) {
            assertThat(set.targets().get("name")).isInstanceOf(capability);
        }
    }

    @Test
    void addressesThatAreNoneAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("127.0.0.1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpAddress(URI.create("ftp://127.0.0.1")));
        assertThatIllegalArgumentException().isThrownBy(() -> new JdbcAddress("postgresql://x", "app", new Secret("")));
    }

    @Test
    void passwordsInAddressesAreRefusedWithoutBeingRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JdbcAddress("jdbc:postgresql://h/db?password=hunter2", "app", new Secret("")))
                .withMessageNotContaining("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpAddress(URI.create("http://app:hunter2@127.0.0.1")))
                .withMessageNotContaining("hunter2");
        assertThat(new JdbcAddress("jdbc:postgresql://h/db", "app", new Secret("hunter2")).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void whatIsOnlyReferredToIsNeitherStartedNorUndone() throws Exception {
        TcpAddress.Provider provider = new TcpAddress.Provider();
        assertThat(provider.kind()).isEqualTo("tcp");
        assertThat(provider.summary()).isNotBlank();
        assertThat(provider.settings()).isEqualTo(TcpAddress.class);
        assertThat(provider.shortForm()).isEqualTo("address");
        assertThat(provider.startsSystem()).isFalse();
        assertThat(provider.prepare("name", new TcpAddress("127.0.0.1:80"), CONTEXT)
                        .undo())
                .isEmpty();
        UndoRecipe recipe = new UndoRecipe("tcp", "name", Map.of());
        assertThat(provider.verifyHealed(recipe, HealContext.afterDeath()))
                .isEqualTo(HealCheck.healed("name was only referred to"));
    }

    @Test
    void anAddressIsWhereClientsConnect() {
        assertThat(new TcpAddress("127.0.0.1:5432").socket()).isEqualTo(new InetSocketAddress("127.0.0.1", 5432));
        assertThat(new TcpAddress("[::1]:80").socket()).isEqualTo(new InetSocketAddress("::1", 80));
    }
}
