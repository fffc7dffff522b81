package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsideTest {

    @Test
    void everyByteArrivesInOrder() throws IOException {
        byte[] bytes = new byte[1_000_000];
        new Random(7).nextBytes(bytes);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (OutputStream aside = new Aside(arrived)) {
            aside.write(bytes[0]);
            for (int at = 1; at < bytes.length; at += 1_000) {
                aside.write(bytes, at, Math.min(1_000, bytes.length - at));
            }
        }
        assertThat(arrived.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void aFullDiskEndsTheWriterToo() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> {
                    try (OutputStream aside = new Aside(full)) {
                        for (int i = 0; i < 1_000; i++) {
                            aside.write(new byte[10]);
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    @Test
    void aFailureAtTheVeryEndIsNotLost() {
        OutputStream failing = new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                throw new IOException("quota");
            }
        };
        assertThatThrownBy(() -> new Aside(failing).close())
                .isInstanceOf(IOException.class)
                .hasMessage("quota");
    }

    @Test
    void anInterruptEndsBothAndIsKept() {
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("not reached");
            }
        };
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Aside(slow).close()).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
