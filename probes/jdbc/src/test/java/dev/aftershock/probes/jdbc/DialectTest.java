package dev.aftershock.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://a:1/db?password=hush, jdbc:postgresql://a:1/db",
        "jdbc:mysql://me:hush@a/db, jdbc:mysql://a/db",
        "jdbc:sqlserver://a:1;password=hush, jdbc:sqlserver://a:1",
    })
    void messagesNeverShowAPassword(String url, String shown) {
        assertThat(Dialect.shown(url)).isEqualTo(shown);
    }

    @Test
    void theHostsOfAUrlAreKnown() {
        assertThat(Dialect.hosts("jdbc:postgresql://a:1,b:2/db?x=y")).isEqualTo("a:1,b:2");
        assertThat(Dialect.hosts("jdbc:h2:mem:x")).isEmpty();
    }
}
