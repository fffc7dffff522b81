package dev.aftershock.proxy;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The connections of one proxy: every open one, and the last closed ones. Safe for use from any thread. */
final class ConnectionLog {
    static final int MAX_CLOSED = 1_000;

    /** More open ones than this are counted but not listed. */
    private static final int MAX_LISTED = 1_000;

    private final Map<Long, ConnectionRecord> open = new ConcurrentHashMap<>();
    private final Deque<ConnectionRecord> closed = new ArrayDeque<>();

    void opened(ConnectionRecord connection) {
        open.put(connection.id(), connection);
    }

    /** In this order no reader misses it. */
    void closed(ConnectionRecord connection) {
        synchronized (closed) {
            if (closed.size() == MAX_CLOSED) {
                closed.remove();
            }
            closed.add(connection);
        }
        open.remove(connection.id());
    }

    private Collection<ConnectionRecord> lastClosed() {
        synchronized (closed) {
            return List.copyOf(closed);
        }
    }

    /** Open and closed ones by number. */
    private Map<Long, ConnectionRecord> all() {
        Map<Long, ConnectionRecord> all = new TreeMap<>(open);
        lastClosed().forEach(connection -> all.put(connection.id(), connection));
        return all;
    }

    List<ConnectionEvidence> evidence() {
        return all().values().stream().map(ConnectionRecord::evidence).toList();
    }

    ConnectionRecord find(String id) throws ApiError {
        return all().values().stream()
                .filter(connection -> String.valueOf(connection.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiError(404, "connection not found"));
    }

    String json() {
        List<ConnectionEvidence> all = evidence();
        List<ConnectionEvidence> live =
                all.stream().filter(c -> c.closedNanos().isEmpty()).toList();
        List<ConnectionEvidence> gone =
                all.stream().filter(c -> c.closedNanos().isPresent()).toList();
        return "{\"openCount\":" + live.size()
                + ",\"open\":" + list(live.subList(Math.max(0, live.size() - MAX_LISTED), live.size()))
                + ",\"closed\":" + list(gone) + "}";
    }

    private static String list(List<ConnectionEvidence> connections) {
        return connections.stream().map(ConnectionEvidence::json).collect(Collectors.joining(",", "[", "]"));
    }
}
