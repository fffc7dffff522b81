package dev.aftershock.examples.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.HostAndPortMapper;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Orders in Redis behind Sentinel: one is kept when the primary and so many of its replicas have it. Thread-safe. */
public final class Orders implements AutoCloseable {

    private static final String KEY = "orders";
    private static final int LIMIT_MILLIS = 500;
    private static final int PATIENCE_MILLIS = 250;

    private final RedisSentinelClient redis;
    private final int replicas;

    /**
     * Orders behind Sentinels, which are asked where the primary is, and tell when it is another one.
     *
     * @param service what they call it
     * @param replicas how many of them must have an order, from 0
     * @param reached where a server is reached from here, given where the Sentinels say that it is
     */
    public Orders(String service, Set<HostAndPort> sentinels, int replicas, HostAndPortMapper reached) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofMillis(LIMIT_MILLIS));
        this.redis = RedisSentinelClient.builder()
                .masterName(service)
                .sentinels(sentinels)
                .sentinelClientConfig(limits().build())
                .clientConfig(limits().hostAndPortMapper(reached).build())
                .poolConfig(pool)
                .build();
        this.replicas = replicas;
    }

    private static DefaultJedisClientConfig.Builder limits() {
        return DefaultJedisClientConfig.builder().timeoutMillis(LIMIT_MILLIS);
    }

    /**
     * Keeps an order.
     *
     * @return true when it is kept, false when Redis refused to
     * @throws IOException when fewer replicas have it after 250 ms: it may stay, or be lost
     * @throws redis.clients.jedis.exceptions.JedisConnectionException when nothing answers: it may be kept
     */
    public boolean put(String id, String what) throws IOException {
        try (Pipeline pipeline = redis.pipelined()) {
            Response<Long> written = pipeline.hset(KEY, id, what);
            Response<Long> having = pipeline.waitReplicas(replicas, PATIENCE_MILLIS);
            pipeline.sync();
            written.get();
            if (having.get() < replicas) {
                throw new IOException(having.get() + " replicas have the order, and not " + replicas);
            }
            return true;
        } catch (JedisDataException refused) {
            return false;
        }
    }

    /** The ids of all orders that the primary has. */
    public Set<String> ids() {
        return redis.hkeys(KEY);
    }

    @Override
    public void close() {
        redis.close();
    }
}
