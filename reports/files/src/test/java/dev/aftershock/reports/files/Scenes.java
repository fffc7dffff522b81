package dev.aftershock.reports.files;

import static dev.aftershock.reports.files.Scene.FAULT;
import static dev.aftershock.reports.files.Scene.MS;

import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.TimelineEvent.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** One run for each verdict, and some that are hard to draw. */
enum Scenes {
    PASS {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.length = 11_254 * MS;
            scene.probe("orders-write", true, scene.down(FAULT, FAULT + 630 * MS));
            return scene.ledger("orders-write", Set.of());
        }
    },
    LOST_WRITES {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.probe("orders-write", true, scene.down(FAULT, FAULT + 630 * MS));
            Set<Long> lost = LongStream.rangeClosed(1_060, 1_100).boxed().collect(Collectors.toSet());
            return scene.ledger("orders-write", lost);
        }
    },
    TOO_SLOW {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.rto = java.util.OptionalLong.of(400 * MS);
            scene.probe("orders-write", true, scene.down(FAULT, FAULT + 630 * MS));
            scene.probe("orders-read", false, scene.slow(FAULT, FAULT + 900 * MS, 80 * MS));
            return scene.ledger("orders-write", Set.of());
        }
    },
    INCONCLUSIVE {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.rto = java.util.OptionalLong.of(630 * MS);
            scene.every = 20 * MS;
            scene.probe("orders-write", true, scene.down(FAULT, FAULT + 630 * MS));
            return scene.ledger("orders-write", Set.of());
        }
    },
    NEVER_RECOVERED {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.rto = java.util.OptionalLong.of(2_000 * MS);
            scene.probe("orders-write", true, scene.down(FAULT, Long.MAX_VALUE));
            return scene.ledger("orders-write", Set.of());
        }
    },
    INVALID {
        @Override
        Scene scene() {
            Scene scene = new Scene().prelude();
            scene.event(
                    9_000 * MS, Type.NOT_STEADY, "orders-write", "reason", "the steady state did not hold within 8 s");
            scene.event(9_010 * MS, Type.PHASE, "settle");
            return scene.probe("orders-write", true, scene.down(4_000 * MS, 7_000 * MS));
        }
    },
    NOTHING_RECORDED {
        @Override
        Scene scene() {
            return new Scene()
                    .event(0, Type.PHASE, "prepare")
                    .event(MS, Type.NOT_STEADY, "db", "reason", "no such host");
        }
    },
    LEAKED {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.event(10_500 * MS, Type.HEAL_UNVERIFIED, "system-orders-db", "reason", "process 4713 is still there");
            scene.probe("orders-write", true, scene.down(FAULT, FAULT + 630 * MS));
            return scene.ledger("orders-write", Set.of());
        }
    },
    BROWNOUT {
        @Override
        Scene scene() {
            Scene scene = new Scene().prelude().faultAndHeal();
            scene.probe("orders-write", true, scene.slow(FAULT, 5_000 * MS, 120 * MS));
            scene.probe("orders-page", false, scene.retried(FAULT, FAULT + 630 * MS));
            return scene.ledger("orders-write", Set.of());
        }
    },
    SHARDED {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.promised = Optional.of(new Objectives(
                    Optional.of(Duration.ofSeconds(5)),
                    Optional.of(new Objectives.Age(Duration.ofSeconds(1))),
                    Objectives.Start.FIRST_FAILURE,
                    Optional.of(Duration.ofMinutes(10)),
                    Optional.of(Duration.ofMinutes(5))));
            scene.probe("orders-write", true, scene.sharded(scene.down(FAULT, FAULT + 630 * MS)));
            return scene.ledger("orders-write", Set.of(1_050L));
        }
    },
    HOSTILE {
        @Override
        Scene scene() {
            Scene scene = new Scene();
            scene.title = HOSTILE_TEXT;
            scene.detail = HOSTILE_TEXT;
            scene.member = HOSTILE_TEXT;
            scene.prelude().faultAndHeal();
            scene.system(FAULT + 100 * MS, HOSTILE_TEXT, HOSTILE_TEXT);
            scene.event(FAULT + 200 * MS, Type.NOT_STEADY, HOSTILE_TEXT, "reason", HOSTILE_TEXT);
            scene.probe(HOSTILE_TEXT, true, scene.down(FAULT, FAULT + 630 * MS));
            return scene.ledger(HOSTILE_TEXT, Set.of(5L));
        }
    },
    LARGE {
        @Override
        Scene scene() {
            Scene scene = Scene.failover();
            scene.length = 201_000 * MS;
            for (int i = 0; i < 14; i++) {
                long blink = 700 * MS + i * 10 * MS;
                scene.every = i == 0 ? 2 * MS : 20 * MS;
                scene.probe(
                        "probe-" + i,
                        false,
                        (due, latency) -> due % blink < 40 * MS
                                ? scene.down(0, Long.MAX_VALUE).sample(due, latency)
                                : Scene.up(due, due % 997 == 0 ? latency * 50 : latency * (1 + due % 7)));
            }
            return scene;
        }
    };

    /** What a system under test may say: markup, table cells, line breaks, terminal codes, what XML forbids. */
    static final String HOSTILE_TEXT =
            "<script>alert('x')</script> ]]> | `code` [link](http://evil.test) \"quoted\" & \n\r\t"
                    + "\u001B[31mred\u001B[0m \u0000\u0007\u0085\u202Eltr\uFFFE \uD800 =1+1 <img src=x onerror=y>";

    abstract Scene scene();

    RunResult result(Path directory) {
        return scene().result(directory);
    }
}
