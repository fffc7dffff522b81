package dev.aftershock.examples.redis;

import com.github.dockerjava.api.model.Network.Ipam;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;
import redis.clients.jedis.HostAndPort;

/** A primary, its replica and three Sentinels in containers. */
final class RedisWithSentinel implements AutoCloseable {

    private static final int FIRST = 10;

    private final Network network;
    private final List<RedisNode> nodes;
    private final List<Sentinel> sentinels;

    private RedisWithSentinel(Network network) {
        this.network = network;
        String subnet = subnet(network);
        RedisNode a = RedisNode.of("redis-a", network, address(subnet, FIRST));
        RedisNode b = RedisNode.of(
                "redis-b", network, address(subnet, FIRST + 1), "--replicaof", a.address() + " " + RedisNode.PORT);
        nodes = List.of(a, b);
        sentinels = Stream.generate(() -> Sentinel.of(network, a)).limit(3).toList();
    }

    static RedisWithSentinel start() {
        RedisWithSentinel made = new RedisWithSentinel(network());
        try {
            Startables.deepStart(made.nodes.stream().map(RedisNode::container)).join();
            Startables.deepStart(made.sentinels.stream().map(Sentinel::container))
                    .join();
            made.sentinels.forEach(Sentinel::hurry);
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** On a subnet that was free a moment ago: addresses may be chosen only where the subnet was. */
    private static Network network() {
        String free;
        try (Network any = Network.newNetwork()) {
            free = subnet(any);
        }
        return Network.builder()
                .createNetworkCmdModifier(
                        made -> made.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(free))))
                .build();
    }

    private static String subnet(Network network) {
        return DockerClientFactory.lazyClient()
                .inspectNetworkCmd()
                .withNetworkId(network.getId())
                .exec()
                .getIpam()
                .getConfig()
                .get(0)
                .getSubnet();
    }

    /** Such as 172.18.0.10 on 172.18.0.0/16. */
    private static String address(String subnet, int last) {
        return subnet.substring(0, subnet.lastIndexOf('.') + 1) + last;
    }

    RedisNode a() {
        return nodes.get(0);
    }

    RedisNode b() {
        return nodes.get(1);
    }

    /** Which of the two Sentinel takes for the primary. */
    RedisNode primary() {
        String address = sentinels.get(0).primary();
        return nodes.stream()
                .filter(node -> node.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no container has the address " + address));
    }

    /** The other one. */
    RedisNode replica() {
        return primary().equals(a()) ? b() : a();
    }

    /** Whether nothing is missing: all agree on the primary, and the replica follows it. */
    boolean isWhole() {
        return sentinels.stream().map(Sentinel::primary).distinct().count() == 1
                && replica().follows(primary())
                && sentinels.stream().allMatch(Sentinel::isReady);
    }

    /** Whether a primary takes no write while so few replicas have followed it within the last second or two. */
    void wantsReplicas(int atLeast) {
        for (RedisNode node : nodes) {
            node.ask(redis -> redis.configSet("min-replicas-to-write", Integer.toString(atLeast)));
            node.ask(redis -> redis.configSet("min-replicas-max-lag", "1"));
        }
    }

    /** Orders that so many replicas must have. */
    Orders orders(int replicas) {
        Set<HostAndPort> places = sentinels.stream().map(Sentinel::published).collect(Collectors.toSet());
        return new Orders(Sentinel.SERVICE, places, replicas, this::published);
    }

    /** Where this machine finds what the Sentinels call by its address on the containers' network. */
    private HostAndPort published(HostAndPort told) {
        return nodes.stream()
                .filter(node -> node.address().equals(told.getHost()))
                .findFirst()
                .map(RedisNode::published)
                .orElse(told);
    }

    @Override
    public void close() {
        Stream.concat(
                        sentinels.stream().map(Sentinel::container),
                        nodes.stream().map(RedisNode::container))
                .forEach(GenericContainer::stop);
        network.close();
    }
}
