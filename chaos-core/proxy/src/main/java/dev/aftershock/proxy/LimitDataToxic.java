package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** {@code limit_data}: lets exactly {@code bytes} through on each connection, then closes it. */
final class LimitDataToxic implements ToxicType {
    @Override
    public String name() {
        return "limit_data";
    }

    @Override
    public String goName() {
        return "LimitDataToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("bytes"));
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new LimitDataStage(port, toxic);
    }

    private static final class LimitDataStage extends Stage {
        private long passedBytes;

        LimitDataStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        @Override
        void data(ByteBuf chunk) {
            long left = Math.max(0, toxic().setting("bytes") - passedBytes);
            int passing = (int) Math.min(left, chunk.readableBytes());
            passedBytes += passing;
            port().evidence().dropped(chunk.readableBytes() - passing);
            chunk.writerIndex(chunk.readerIndex() + passing);
            pass(chunk);
            if (passing == left) {
                passEnd();
            }
        }
    }
}
