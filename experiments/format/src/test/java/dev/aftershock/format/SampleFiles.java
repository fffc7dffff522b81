package dev.aftershock.format;

/** Experiment files of the tests. */
final class SampleFiles {

    private SampleFiles() {}

    /** The shortest story with every mandatory word. */
    static final String FAILOVER = """
            aftershock: 1
            title: Orders survive the loss of their primary database
            hypothesis: Writes are accepted again within 5 s, and no acknowledged write is lost.
            objectives: {rto: 5s, rpo: 0 writes}          # rpo also as an age: 1s
            lab: {orders-db: {postgres-pair: {replication: "${var:replication:-sync}", failover-after: 300ms}}}
            probes:
              - name: orders-write
                jdbc-ledger: {target: orders-db, every: 2ms, deadline: 1s}
            steady-state: {within: 50ms, bad-at-most: 1%, for: 2s}
            method:
              - inject: {process-kill: {target: orders-db.primary}}
            safeguards: {stop-after: 60s}
            """;

    /** The same in JSON. */
    static final String FAILOVER_JSON = """
            {
            \t"aftershock": 1,
            \t"title": "Orders survive the loss of their primary database",
            \t"hypothesis": "Writes are accepted again within 5 s, and no acknowledged write is lost.",
            \t"objectives": {"rto": "5s", "rpo": "0 writes"},
            \t"lab": {"orders-db": {"postgres-pair": {"replication": "${var:replication:-sync}", "failover-after": "300ms"}}},
            \t"probes": [{"name": "orders-write", "jdbc-ledger": {"target": "orders-db", "every": "2ms", "deadline": "1s"}}],
            \t"steady-state": {"within": "50ms", "bad-at-most": "1%", "for": "2s"},
            \t"method": [{"inject": {"process-kill": {"target": "orders-db.primary"}}}],
            \t"safeguards": {"stop-after": "60s"}
            }
            """;

    /** Every sort of step, system and short form. */
    static final String EVERYTHING = """
            aftershock: 1
            title: Everything at once
            hypothesis: It is read.
            objectives: {rpo: 1s}
            lab:
              orders-db: {postgres-pair: {}}
            targets:
              billing: {database: "jdbc:postgresql://127.0.0.1/billing"}
              stock:
                database: {url: "jdbc:x", password: "${secret:DB_PASSWORD}", labels: ["${env:REGION}", spare]}
            probes:
              - name: orders
                jdbc-ledger: orders-db
              - ask: {target: billing, strict: false, every: 50ms}
                name: billing
            steady-state: {within: 50ms, for: PT2S}
            method:
              - inject: {latency: {link: "* -> billing", value: 200ms, share: 0.5}}
                name: slow
                for: 3s
              - together:
                  - inject: {process-kill: orders-db.primary}
                  - {inject: {latency: {link: a, value: 1s}}, name: slow-a}
              - wait-until: {recovered: orders, within: 30s}
              - heal: slow-a
                name: undo
            safeguards: {stop-after: 5m, allow-irreversible: [process-kill]}
            """;

    /** A good file with one line put in place of another; the line must be there. */
    static String failover(String line, String instead) {
        if (!FAILOVER.contains(line)) {
            throw new IllegalArgumentException("no such line: " + line);
        }
        return FAILOVER.replace(line, instead);
    }
}
