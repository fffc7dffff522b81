package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.SplittableRandom;

/** {@code corrupt}: flips one random bit in {@code rate_ppm} of a million bytes; the number of bytes stays the same. */
final class CorruptToxic implements ToxicType {
    private static final long MILLION = 1_000_000;

    @Override
    public String name() {
        return "corrupt";
    }

    @Override
    public String goName() {
        return "CorruptToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("rate_ppm").growing());
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        toxic.settings().within("rate_ppm", 1, MILLION);
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new CorruptStage(port, toxic);
    }

    private static final class CorruptStage extends Stage {
        /** How many bytes come before the next one to corrupt. */
        private long untouched;

        CorruptStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        @Override
        void data(ByteBuf chunk) {
            int size = chunk.readableBytes();
            int altered = 0;
            for (; untouched < size; untouched += 1 + gap()) {
                int at = chunk.readerIndex() + (int) untouched;
                chunk.setByte(at, chunk.getByte(at) ^ 1 << port().random().nextInt(Byte.SIZE));
                altered++;
            }
            untouched -= size;
            if (altered > 0) {
                port().evidence().altered(altered);
            }
            pass(chunk);
        }

        @Override
        void tuned() {
            untouched = gap();
        }

        /** Geometric: as if a coin were thrown for each byte. */
        private long gap() {
            double share = (double) toxic().setting("rate_ppm") / MILLION;
            SplittableRandom random = port().random();
            double drawn = Math.log(1 - random.nextDouble()) / Math.log1p(-share);
            return share > 0 ? (long) Math.min(Integer.MAX_VALUE, drawn) : Integer.MAX_VALUE;
        }
    }
}
