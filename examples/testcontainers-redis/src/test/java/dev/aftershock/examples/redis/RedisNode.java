package dev.aftershock.examples.redis;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A Redis server in a container, at an address that it keeps when it is started again: Sentinel knows servers by that.
 *
 * @param name as faults call it
 * @param address its own, on the containers' network
 */
record RedisNode(String name, String address, GenericContainer<?> container) {

    static final int PORT = 6379;
    private static final int PATIENCE_MILLIS = 1000;

    /** One that is not started; nothing is kept on a disk. */
    static RedisNode of(String name, Network network, String address, String... more) {
        String[] command = Stream.concat(
                        Stream.of("--protected-mode", "no", "--save", "", "--repl-diskless-sync-delay", "0"),
                        Stream.of(more))
                .toArray(String[]::new);
        GenericContainer<?> container = RedisImage.container()
                .withNetwork(network)
                .withExposedPorts(PORT)
                .withCreateContainerCmdModifier(
                        made -> made.withEntrypoint("redis-server").withIpv4Address(address))
                .withCommand(command)
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
        return new RedisNode(name, address, container);
    }

    /** Where this machine finds it: engines publish it elsewhere when it is started again. */
    HostAndPort published() {
        Ports.Binding[] places = Optional.ofNullable(container
                        .getCurrentContainerInfo()
                        .getNetworkSettings()
                        .getPorts()
                        .getBindings()
                        .get(ExposedPort.tcp(PORT)))
                .orElse(new Ports.Binding[0]);
        if (places.length == 0) {
            throw new JedisConnectionException(name + " is not published now");
        }
        return new HostAndPort(container.getHost(), Integer.parseInt(places[0].getHostPortSpec()));
    }

    <T> T ask(Function<Jedis, T> question) {
        HostAndPort place = published();
        try (Jedis jedis = new Jedis(place.getHost(), place.getPort(), PATIENCE_MILLIS)) {
            return question.apply(jedis);
        }
    }

    /** Whether it has all that the primary has, and follows it. */
    boolean follows(RedisNode primary) {
        List<Object> role = ask(Jedis::role);
        return role.get(0).equals("slave")
                && role.get(1).equals(primary.address)
                && role.get(3).equals("connected");
    }
}
