package dev.aftershock.examples.redis;

import java.io.IOException;
import java.util.Set;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Orders in Redis behind Sentinel: one is kept when the primary and so many of its replicas have it. Thread-safe. */
public final class Orders implements AutoCloseable {

    private static final String KEY = "orders";
    private static final int PATIENCE_MILLIS = 100;

    private final RedisSentinelClient redis;
    private final int replicas;

    /**
     * Orders behind a client, which follows the primary.
     *
     * @param redis is closed with this
     * @param replicas how many of them must have an order, from 0
     */
    public Orders(RedisSentinelClient redis, int replicas) {
        this.redis = redis;
        this.replicas = replicas;
    }

    /**
     * Keeps an order.
     *
     * @return true when it is kept, false when Redis refused to
     * @throws IOException when fewer replicas have it after 100 ms: it may stay, or be lost
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
