package dev.aftershock.probes.jdbc;

import dev.aftershock.parts.Secret;
import dev.aftershock.probes.JdbcTarget;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A driver that answers as told: what no real server can be made to do on demand. Its connections have no timeouts. */
final class FakeDatabase implements Driver, JdbcTarget, AutoCloseable {

    private static final long BOUND_SECONDS = 20;

    final AtomicInteger connected = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();
    final BlockingQueue<Insert> inserts = new LinkedBlockingQueue<>();
    final BlockingQueue<List<List<Object>>> reads = new LinkedBlockingQueue<>();
    /** The rows that were inserted: run, writer, number, hash and payload. */
    final List<List<Object>> rows = new CopyOnWriteArrayList<>();
    /** How many reads of one row still miss it. */
    final AtomicInteger blindReads = new AtomicInteger();
    /** How many reads of one row still fail. */
    final AtomicInteger failingReads = new AtomicInteger();

    volatile boolean refusing;

    private final String url = "jdbc:fake://" + Integer.toHexString(System.identityHashCode(this)) + "/db";

    FakeDatabase() throws SQLException {
        DriverManager.registerDriver(this);
    }

    /** What the next insert does; without any, inserts succeed. */
    interface Insert {
        int on(Fake fake) throws SQLException;

        static Insert applied() {
            return Fake::apply;
        }

        static Insert failing(String state) {
            return fake -> {
                throw new SQLException("told to fail", state);
            };
        }

        static Insert warning() {
            return fake -> {
                fake.warning = Optional.of(new SQLWarning("canceling wait for the standby", "01000"));
                return 1;
            };
        }

        /** Answers only when the connection is being aborted. */
        static Insert afterAbort(Insert answer) {
            return fake -> {
                fake.awaitAbort();
                return answer.on(fake);
            };
        }
    }

    @Override
    public Connection connect(String asked, Properties info) throws SQLException {
        if (!acceptsURL(asked)) {
            // JDBC's own way to say that another driver must answer.
            return null;
        }
        if (refusing) {
            throw new SQLException("connection refused", "08001");
        }
        connected.incrementAndGet();
        return new Fake().connection;
    }

    @Override
    public boolean acceptsURL(String asked) {
        return asked.equals(url);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String user() {
        return "me";
    }

    @Override
    public Secret password() {
        return new Secret("hush");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String asked, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
    }

    /** One connection; every unknown method does nothing. */
    final class Fake {
        private final CountDownLatch abortion = new CountDownLatch(1);
        private final Connection connection = Reflected.make(Connection.class, this::onConnection);
        private final Map<Integer, Object> bound = new TreeMap<>();
        private Optional<SQLWarning> warning = Optional.empty();

        /** Keeps the row. */
        int apply() {
            rows.add(List.copyOf(bound.values()));
            return 1;
        }

        private void awaitAbort() throws SQLException {
            try {
                if (!abortion.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
                    throw new SQLException("nobody aborted");
                }
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
        }

        private Optional<Object> onConnection(Method method, Object[] arguments) throws SQLException {
            switch (method.getName()) {
                case "prepareStatement":
                    String sql = (String) arguments[0];
                    return Optional.of(Reflected.make(
                            PreparedStatement.class, (called, values) -> onStatement(sql, called, values)));
                case "setNetworkTimeout":
                    throw new SQLFeatureNotSupportedException("no timeouts here");
                case "abort":
                    abortion.countDown();
                    aborted.incrementAndGet();
                    return Optional.empty();
                default:
                    return Optional.empty();
            }
        }

        private Optional<Object> onStatement(String sql, Method method, Object[] arguments) throws SQLException {
            switch (method.getName()) {
                case "setString", "setInt", "setLong":
                    bound.put((Integer) arguments[0], arguments[1]);
                    return Optional.empty();
                case "executeUpdate":
                    Insert next = Optional.ofNullable(inserts.poll()).orElse(Insert.applied());
                    return Optional.of(next.on(this));
                case "executeQuery":
                    if (sql.startsWith("SELECT COUNT") && takesOne(failingReads)) {
                        throw new SQLException("told to fail", "08006");
                    }
                    return Optional.of(resultOf(Optional.ofNullable(reads.poll())
                            .orElseGet(() -> selected(sql))
                            .iterator()));
                case "getWarnings":
                    return warning.map(Object.class::cast);
                case "clearWarnings":
                    warning = Optional.empty();
                    return Optional.empty();
                case "getConnection":
                    return Optional.of(connection);
                default:
                    return Optional.empty();
            }
        }

        private List<List<Object>> selected(String sql) {
            List<List<Object>> own =
                    rows.stream().filter(row -> row.get(0).equals(bound.get(1))).toList();
            if (sql.startsWith("SELECT COUNT")) {
                boolean blind = takesOne(blindReads);
                return List.of(List.of(own.stream()
                        .filter(row -> !blind && row.subList(0, 3).equals(List.copyOf(bound.values())))
                        .count()));
            }
            Map<List<Object>, Long> counted = new LinkedHashMap<>();
            own.forEach(row -> counted.merge(row.subList(1, 5), 1L, Long::sum));
            return counted.entrySet().stream()
                    .sorted(Comparator.comparing(each -> each.getKey().toString()))
                    .map(each -> Stream.concat(each.getKey().stream(), Stream.of((Object) each.getValue()))
                            .toList())
                    .toList();
        }
    }

    private static boolean takesOne(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private static ResultSet resultOf(Iterator<List<Object>> rows) {
        LinkedBlockingQueue<List<Object>> current = new LinkedBlockingQueue<>();
        return Reflected.make(ResultSet.class, (method, arguments) -> {
            if (method.getName().equals("next")) {
                current.clear();
                boolean more = rows.hasNext();
                if (more) {
                    current.add(rows.next());
                }
                return Optional.of(more);
            }
            return method.getName().startsWith("get")
                    ? Optional.of(current.element().get((int) arguments[0] - 1))
                    : Optional.empty();
        });
    }

    /** Makes objects of interfaces. */
    private static final class Reflected {

        interface Handling {
            Optional<Object> of(Method method, Object[] arguments) throws SQLException;
        }

        static <T> T make(Class<T> type, Handling handling) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return plain(self, method, arguments);
                        }
                        Object answer = handling.of(method, arguments).orElse(null);
                        return answer == null && method.getReturnType() == boolean.class ? Boolean.FALSE : answer;
                    }));
        }

        private static Object plain(Object self, Method method, Object[] arguments) throws InvocationTargetException {
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(self);
                case "equals" -> self == arguments[0];
                default -> "fake";
            };
        }
    }
}
