package dev.aftershock.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/** Where a fault journal is appended to; so small that a test can crash it at each step. */
interface JournalFile extends Closeable {

    /** Writes all of it behind what is there. */
    void append(ByteBuffer record) throws IOException;

    /** Returns when everything that was appended survives the end of the machine. */
    void force() throws IOException;

    /** A file that stays locked until it is closed. */
    record OfChannel(FileChannel channel, FileLock lock) implements JournalFile {

        @Override
        public void append(ByteBuffer record) throws IOException {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            lock.release();
            channel.close();
        }
    }
}
