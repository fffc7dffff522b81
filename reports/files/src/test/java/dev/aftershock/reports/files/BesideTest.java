package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BesideTest {

    @Test
    void itIsWrittenWhileOthersAre() throws IOException {
        CountDownLatch others = new CountDownLatch(1);
        Beside beside = new Beside(() -> {
            try {
                assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        others.countDown();
        beside.await();
    }

    @Test
    void whatWentWrongIsTold() {
        Beside full = new Beside(() -> {
            throw new IOException("No space left on device");
        });
        assertThatThrownBy(full::await).isInstanceOf(IOException.class).hasMessage("No space left on device");

        Beside broken = new Beside(() -> {
            throw new IllegalStateException("a mistake of ours");
        });
        assertThatThrownBy(broken::await).hasRootCauseMessage("a mistake of ours");
    }

    @Test
    void anInterruptEndsBothAndIsKept() {
        Beside stuck = new Beside(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        Thread.currentThread().interrupt();
        assertThatThrownBy(stuck::await).isInstanceOf(IOException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
