package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** {@code noop}: changes nothing. */
final class NoopToxic implements ToxicType {
    @Override
    public String name() {
        return "noop";
    }

    @Override
    public String goName() {
        return "NoopToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of();
    }

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
