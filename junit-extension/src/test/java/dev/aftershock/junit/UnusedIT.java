package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherSession;

/** What our jar costs those who have it on their class path and use nothing of it. */
class UnusedIT {

    @TempDir
    Path folder;

    @Test
    void aSuiteWithoutOurAnnotationsLoadsNoClassOfOurs() throws Exception {
        ForkedSuite plain = ForkedSuite.run("stranger.PlainSuite", folder);

        assertThat(plain.output()).contains("succeeded: 1");
        assertThat(plain.failures()).isZero();
        assertThat(plain.loaded("stranger.PlainSuite")).isTrue();
        assertThat(plain.loaded(LauncherSession.class.getName())).isTrue();
        assertThat(plain.loaded("dev.aftershock.")).isFalse();
    }
}
