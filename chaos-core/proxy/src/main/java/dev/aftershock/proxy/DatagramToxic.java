package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * {@code datagram}, for UDP proxies only: each datagram by itself is lost with probability {@code loss_ppm} / 1,000,000,
 * or goes on after {@code latency} ms plus or minus a random {@code jitter} ms, so that jitter also changes the order.
 */
final class DatagramToxic implements ToxicType {
    static final String NAME = "datagram";

    private static final long MAX_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final long MILLION = 1_000_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String goName() {
        return "DatagramToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(
                Attribute.of("latency").growing(),
                Attribute.of("jitter").growing(),
                Attribute.of("loss_ppm").growing());
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        toxic.settings().within("latency", 0, MAX_MILLIS);
        toxic.settings().within("jitter", 0, MAX_MILLIS);
        toxic.settings().within("loss_ppm", 0, MILLION);
    }

    static boolean loses(Toxic toxic, SplittableRandom random) {
        return random.nextLong(MILLION) < toxic.setting("loss_ppm");
    }

    static long delayNanos(Toxic toxic, SplittableRandom random) {
        long jitter = toxic.setting("jitter");
        long swing = jitter > 0 ? random.nextLong(-jitter, jitter + 1) : 0;
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, toxic.setting("latency") + swing));
    }

    /** Refuses toxics that the proxy's protocol has no use for. */
    static void checkAll(List<Toxic> toxics, boolean udp) throws ApiError {
        for (Toxic toxic : toxics) {
            if (toxic.type().name().equals(NAME) != udp) {
                throw ApiError.badBody("type is '" + toxic.type().name() + "'; expected "
                        + (udp ? "'datagram' on a udp proxy" : "another one: 'datagram' is for udp proxies"));
            }
        }
    }

    /** Never on a stream: {@link #checkAll} keeps it off TCP proxies. */
    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new Stage(port, toxic) {
            @Override
            void data(ByteBuf chunk) {
                pass(chunk);
            }
        };
    }
}
