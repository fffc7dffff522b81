package dev.aftershock.junit;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.TcpTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real TCP listener that can be closed and opened again: the smallest system that can fail. */
final class Blinker implements TargetSet, TcpTarget {

    /** Whether it takes another 5.2 s to open when its fault is healed. */
    static final AtomicBoolean SLOW = new AtomicBoolean();

    /** Whether nobody can open it. */
    static final AtomicBoolean STUCK = new AtomicBoolean();

    private final InetSocketAddress address;
    private Optional<ServerSocket> listener = Optional.empty();

    Blinker() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), probe.getLocalPort());
        }
        open();
    }

    synchronized void open() throws IOException {
        if (listener.isEmpty()) {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(address, 1024);
            listener = Optional.of(socket);
            Thread accepting = new Thread(() -> accept(socket));
            accepting.setDaemon(true);
            accepting.start();
        }
    }

    private void openOrFail() {
        try {
            open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                socket.accept().close();
            } catch (IOException closed) {
                return;
            }
        }
    }

    synchronized void shut() {
        listener.ifPresent(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        listener = Optional.empty();
    }

    synchronized boolean isOpen() {
        return listener.isPresent();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Map<String, Object> targets() {
        return Map.of("blinker", this);
    }

    @Override
    public void close() {
        shut();
    }

    record NoSettings() {}

    record Shut(
            @Setting("What to shut.") @Needs(TcpTarget.class)
            String target,

            @Setting("Whether it really is shut.") boolean real) {}

    /** Makes a {@link Blinker}. */
    public static final class Provider implements TargetProvider<NoSettings> {
        @Override
        public String kind() {
            return "blinker";
        }

        @Override
        public String summary() {
            return "A listener.";
        }

        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public boolean startsSystem() {
            return true;
        }

        @Override
        public List<TargetInfo> describe(String name, NoSettings settings) {
            return List.of(new TargetInfo(name, "a listener", Set.of(TcpTarget.class)));
        }

        @Override
        public PreparedTargets prepare(String name, NoSettings settings, RunContext context) {
            return new PreparedTargets() {
                @Override
                public List<UndoRecipe> undo() {
                    return List.of();
                }

                @Override
                public TargetSet start() throws IOException {
                    return new Blinker();
                }
            };
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException("a blinker leaves nothing behind");
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            return HealCheck.healed("nothing to see");
        }
    }

    /** Shuts a {@link Blinker}, or only says so. */
    public static final class ShutProvider implements FaultProvider<Shut> {
        @Override
        public String kind() {
            return "shut";
        }

        @Override
        public String summary() {
            return "Shuts a listener.";
        }

        @Override
        public Class<Shut> settings() {
            return Shut.class;
        }

        @Override
        public FaultPlan plan(Shut settings, List<TargetInfo> resolved) {
            return new FaultPlan("shut the listener", "open it", true);
        }

        @Override
        public List<PreparedFault> prepare(Shut settings, FaultContext context) {
            Blinker blinker = (Blinker) context.targets().one(settings.target(), TcpTarget.class);
            return List.of(new PreparedFault() {
                @Override
                public String target() {
                    return settings.target();
                }

                @Override
                public UndoRecipe undo() {
                    return new UndoRecipe("shut", settings.target(), Map.of());
                }

                @Override
                public Bound bound() {
                    return new Bound.ByItself("it is a field of this process");
                }

                @Override
                public void inject() {
                    if (settings.real()) {
                        blinker.shut();
                    }
                }

                @Override
                public Optional<String> effect() {
                    return blinker.isOpen() ? Optional.empty() : Optional.of("the listener is shut");
                }
            });
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.target();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Blinker blinker = blinker(recipe, context);
            if (STUCK.get()) {
                throw new IOException("it is stuck");
            }
            if (SLOW.get()) {
                CompletableFuture.delayedExecutor(5200, TimeUnit.MILLISECONDS).execute(blinker::openOrFail);
            } else {
                blinker.open();
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            boolean open = blinker(recipe, context).isOpen();
            return open ? HealCheck.healed("it is open") : HealCheck.notHealed("it is shut");
        }

        private static Blinker blinker(UndoRecipe recipe, HealContext context) {
            return (Blinker) context.live().orElseThrow().one(recipe.target(), TcpTarget.class);
        }
    }
}
