package dev.aftershock.examples.redis;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** One of three Sentinels, in a container: two of them must agree that the primary is gone. */
record Sentinel(GenericContainer<?> container) {

    /** What Sentinel calls the primary, whoever is it. */
    static final String SERVICE = "orders";

    private static final int PORT = 26379;
    private static final String FILE = "/sentinel.conf";
    private static final int OTHERS = 2;

    /** One that is not started. */
    static Sentinel of(Network network, RedisNode primary) {
        String settings = String.join(
                "\n",
                "port " + PORT,
                "sentinel monitor " + SERVICE + " " + primary.address() + " " + RedisNode.PORT + " 2",
                "sentinel down-after-milliseconds " + SERVICE + " 1000",
                "sentinel failover-timeout " + SERVICE + " 2000",
                "");
        return new Sentinel(RedisImage.container()
                .withNetwork(network)
                .withExposedPorts(PORT)
                .withCopyToContainer(Transferable.of(settings), FILE)
                .withCreateContainerCmdModifier(made -> made.withEntrypoint("redis-server"))
                .withCommand(FILE, "--sentinel", "--protected-mode", "no")
                .waitingFor(Wait.forLogMessage(".*\\+monitor master.*", 1)));
    }

    HostAndPort published() {
        return new HostAndPort(container.getHost(), container.getMappedPort(PORT));
    }

    private <T> T ask(Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis(published().getHost(), published().getPort())) {
            return question.apply(jedis);
        }
    }

    /** How often it looks: by default it leaves a server that comes back alone for up to 18 s. */
    void hurry() {
        ask(jedis ->
                jedis.sendCommand(Protocol.Command.SENTINEL, "DEBUG", "info-period", "500", "publish-period", "250"));
    }

    /** The address of the primary. */
    String primary() {
        return ask(jedis -> jedis.sentinelGetMasterAddrByName(SERVICE)).get(0);
    }

    /** Whether it sees all that a failover needs: a primary, one replica that follows it, and the other Sentinels. */
    boolean isReady() {
        Map<String, String> primary = ask(jedis -> jedis.sentinelMaster(SERVICE));
        List<Map<String, String>> replicas = ask(jedis -> jedis.sentinelReplicas(SERVICE));
        return primary.get("flags").equals("master")
                && primary.get("num-other-sentinels").equals(Integer.toString(OTHERS))
                && replicas.size() == 1
                && replicas.get(0).get("flags").equals("slave")
                && replicas.get(0).get("master-link-status").equals("ok");
    }
}
