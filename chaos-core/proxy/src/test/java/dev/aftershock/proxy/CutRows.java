package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** T14-T24, T31-T38: toxics that drop data or end connections. */
interface CutRows extends Rows {

    @Test
    default void t14SlowCloseHoldsTheEndBack() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slow_close", "upstream", "\"delay\":300");
            Peer client = proxy.connect();
            Peer server = upstream.accept();
            long start = Nanos.now();
            client.send("prompt");
            assertThat(server.receive(6)).isEqualTo("prompt");
            client.close();
            assertThat(server.receiveAll()).isEmpty();
            assertThat(Nanos.now() - start).isBetween(299_000_000L, 4_000_000_000L);
        }
    }

    @Test
    default void t15RemovalOfSlowCloseClosesNow() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slow_close", "upstream", "\"delay\":60000");
            Peer client = proxy.connect();
            Peer server = upstream.accept();
            client.close();
            assertThat(server.isSilentFor(150)).isTrue();
            proxy.remove("slow_close_upstream");
            assertThat(server.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
        }
    }

    @Test
    default void t16TimeoutDropsDataAndClosesWhenIdle() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("timeout", "upstream", "\"timeout\":300");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                long start = Nanos.now();
                client.send("dropped");
                assertThat(server.receiveAll()).isEmpty();
                assertThat(Nanos.now() - start).isBetween(250_000_000L, 4_000_000_000L);
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
        }
    }

    @Test
    default void t17TrafficRestartsTheTimeout() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("timeout", "upstream", "\"timeout\":400");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                for (int i = 0; i < 6; i++) {
                    client.send("x");
                    assertThat(server.isSilentFor(150)).isTrue();
                }
                assertThat(server.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
        }
    }

    @Test
    default void t18TimeoutZeroHoldsOpenUntilRemovalCloses() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("before");
                assertThat(server.receive(6)).isEqualTo("before");
                proxy.toxic("timeout", "upstream", "\"timeout\":0");
                client.send("dropped");
                assertThat(server.isSilentFor(400)).isTrue();
                server.send("other way");
                assertThat(client.receive(9)).isEqualTo("other way");
                proxy.remove("timeout_upstream");
                assertThat(server.receiveAll()).isEmpty();
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
        }
    }

    @Test
    default void t18RemovalOfTimeoutClosesEvenWhereToxicityMissed() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            api().post(proxy.path() + "/toxics", "{\"type\":\"timeout\",\"toxicity\":0}");
            try (Peer client = proxy.connect()) {
                client.echoNanos("untouched");
                proxy.remove("timeout_downstream");
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
        }
    }

    @Test
    default void t19TimeoutBothWaysDoesNotHangTheApi() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("timeout", "upstream", "\"timeout\":0");
            proxy.toxic("timeout", "downstream", "\"timeout\":0");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("dropped");
                server.send("dropped");
                assertThat(client.isSilentFor(100)).isTrue();
                proxy.change("timeout_upstream", "\"timeout\":60000");
                proxy.remove("timeout_upstream");
                proxy.remove("timeout_downstream");
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
        }
    }

    @Test
    default void t18TimeoutZeroStillPassesTheEndOfTheStream() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("timeout", "upstream", "\"timeout\":0");
            Peer client = proxy.connect();
            Peer server = upstream.accept();
            client.close();
            assertThat(server.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
        }
    }

    @Test
    default void t20T21ResetPeerResetsTheClient() {
        try (Upstream upstream = Upstream.echo()) {
            for (int timeout : new int[] {0, 200}) {
                MadeProxy proxy = api().proxy(upstream.address());
                proxy.toxic("reset_peer", "upstream", "\"timeout\":" + timeout);
                try (Peer client = proxy.connect()) {
                    long start = Nanos.now();
                    client.send("trigger");
                    assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.RESET);
                    assertThat(Nanos.now() - start).isGreaterThanOrEqualTo((timeout - 1) * 1_000_000L);
                }
            }
        }
    }

    @Test
    default void t22ResetPeerDownstreamWaitsForTheAnswer() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("reset_peer", "downstream", "\"timeout\":0");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("question");
                assertThat(server.receive(8)).isEqualTo("question");
                assertThat(client.isSilentFor(100)).isTrue();
                server.send("answer");
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.RESET);
            }
        }
    }

    @Test
    default void t24RemovalOfResetPeerBeforeItFiresLeavesTheConnection() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("reset_peer", "upstream", "\"timeout\":0");
            try (Peer client = proxy.connect()) {
                assertThat(client.isSilentFor(50)).isTrue();
                proxy.remove("reset_peer_upstream");
                client.echoNanos("alive");
            }
        }
    }

    @Test
    default void t31T32T33T38LimitPassesExactlyItsBytesThenEnds() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("limit_data", "upstream", "\"bytes\":100");
            for (int writeSize : new int[] {1, 10, 33, 100, 1000}) {
                try (Peer client = proxy.connect()) {
                    Peer server = upstream.accept();
                    byte[] sent = Peer.pattern(100);
                    for (int at = 0; at < sent.length; at += writeSize) {
                        byte[] piece = new byte[writeSize];
                        System.arraycopy(sent, at, piece, 0, Math.min(writeSize, sent.length - at));
                        client.send(piece);
                    }
                    assertThat(server.receiveAll())
                            .as("writes of %d", writeSize)
                            .isEqualTo(sent);
                }
            }
        }
    }

    @Test
    default void t34LimitZeroPassesNothing() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("limit_data", "upstream", "\"bytes\":0");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("nothing");
                assertThat(server.receiveAll()).isEmpty();
            }
        }
    }

    @Test
    default void t35T36T37LimitCountsPerConnectionAndKeepsCountWhenRaised() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("limit_data", "upstream", "\"bytes\":10");
            try (Peer first = proxy.connect()) {
                Peer firstServer = upstream.accept();
                first.send("12345");
                assertThat(firstServer.receive(5)).isEqualTo("12345");
                proxy.change("limit_data_upstream", "\"bytes\":8");
                try (Peer second = proxy.connect()) {
                    Peer secondServer = upstream.accept();
                    second.send("abcdefghij");
                    assertThat(secondServer.receiveAll()).asString().isEqualTo("abcdefgh");
                }
                first.send("67890");
                assertThat(firstServer.receiveAll()).asString().isEqualTo("678");
            }
        }
    }
}
