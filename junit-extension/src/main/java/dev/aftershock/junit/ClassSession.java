package dev.aftershock.junit;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ChaosSession;
import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.format.PartWords;
import dev.aftershock.format.Word;
import dev.aftershock.format.Words;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The session of a test class: its links, and the faults of its tests. Closed by JUnit with the class. */
final class ClassSession implements AutoCloseable {

    private final Registry registry = Registry.onClassPath();
    private final PartWords words = new PartWords(registry);
    private final Map<String, LinkFields.Declared> links = new TreeMap<>();
    private final Map<String, TargetFields.Declared> referred = new HashMap<>();
    private final ChaosSession session;
    private final HealOnExit onExit;
    private final AtomicInteger ledgers = new AtomicInteger();

    private ClassSession(Path out) throws IOException {
        session = ChaosSession.open(registry, Runs.state(), out);
        onExit = HealOnExit.of(why -> close());
    }

    static ClassSession open(Path out) {
        try {
            return new ClassSession(out);
        } catch (IOException e) {
            throw new UncheckedIOException("no fault can be injected: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            IOException why = e.getCause();
            throw new UncheckedIOException(e.getMessage() + ": " + why.getMessage(), why);
        }
    }

    Targets targets() {
        return session.targets();
    }

    void start(Lab lab) throws Exception {
        if (!registry.targets().containsKey(lab.kind())) {
            throw missing(lab.kind(), "aftershock-lab, or whichever offers it");
        }
        Word[] settings = Arrays.stream(lab.settings())
                .map(KeyValue::of)
                .map(setting -> Words.with(setting.key(), setting.value()))
                .toArray(Word[]::new);
        session.start(words.target(lab.name(), Words.part(lab.kind(), settings)));
    }

    /**
     * Connects to what a field tells, unless it told the same before.
     *
     * @param shared whether tests that run at the same time have one session
     * @throws InvalidInputException when that cannot be a target, or is another one than that of a test which may be running
     */
    synchronized void refer(TargetFields.Declared declared, boolean shared) throws Exception {
        Optional<TargetFields.Declared> before = Optional.ofNullable(referred.get(declared.name()));
        if (before.filter(declared::equals).isPresent()) {
            return;
        }
        if (shared && before.isPresent()) {
            throw Mistake.at(
                    declared.place(),
                    "it tells '" + before.get().told() + "' to one test and '" + declared.told()
                            + "' to another, and they may run in parallel",
                    "the same for all of them, or @Execution(SAME_THREAD)");
        }
        session.start(target(declared));
        referred.put(declared.name(), declared);
    }

    private TargetSpec target(TargetFields.Declared declared) {
        String kind = declared.annotation().kind();
        TargetProvider<?> provider = registry.targets().get(kind);
        if (provider == null) {
            throw missing(kind, "aftershock-containers, or whichever offers it");
        }
        String given = declared.annotation().setting();
        String setting = given.isEmpty() ? provider.shortForm() : given;
        if (setting.isEmpty()) {
            throw InvalidInputException.of(
                    "no setting stands for '" + kind + "' in short", "@ChaosTarget(kind = ..., setting = ...)");
        }
        try {
            return words.target(declared.name(), Words.part(kind, Words.with(setting, declared.told())));
        } catch (InvalidInputException e) {
            throw Mistake.at(declared.place(), e);
        }
    }

    void open(LinkFields.Declared declared) throws Exception {
        String kind = "link";
        if (!registry.targets().containsKey(kind)) {
            throw missing(kind, "aftershock-toxiproxy");
        }
        declared.fill();
        links.put(declared.name(), declared);
        List<Word> settings = new ArrayList<>();
        settings.add(Words.with("upstream", declared.link().upstream()));
        settings.add(Words.with("toxiproxy", declared.annotation().toxiproxy()));
        if (!declared.annotation().region().isEmpty()) {
            settings.add(Words.with("region", declared.annotation().region()));
        }
        session.start(words.target(declared.name(), Words.part(kind, settings.toArray(Word[]::new))));
        declared.link().open(session.targets().one(declared.name(), LinkTarget.class));
    }

    /**
     * Looks at the faults of a test before any of them acts.
     *
     * @throws InvalidInputException when one is written wrongly or has no target, or two exclude each other
     */
    void check(String test, List<FaultAnnotations.Wanted> wanted) {
        Conflicts.refuse(
                test,
                wanted.stream()
                        .map(each -> Conflicts.Meant.of(each, fault(each), session.targets()))
                        .toList());
    }

    private PartSpec fault(FaultAnnotations.Wanted wanted) {
        String kind = wanted.fault().value();
        if (!registry.faults().containsKey(kind)) {
            throw missing(kind, wanted.fault().artifact());
        }
        return words.fault(wanted.part());
    }

    /** Injects the faults of a test; when one of them fails, those before it are healed. */
    List<ActingFault> inject(List<FaultAnnotations.Wanted> wanted) throws Exception {
        List<ActingFault> acting = new ArrayList<>();
        try {
            for (FaultAnnotations.Wanted each : wanted) {
                acting.add(session.inject(each.fault().value(), fault(each)));
            }
            return acting;
        } catch (Exception e) {
            try {
                new ActingFaults(acting).heal();
            } catch (RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /**
     * The link of a parameter: the only one, or the one of the parameter's name.
     *
     * @throws InvalidInputException when it is neither
     */
    Link link(Parameter parameter) {
        if (links.size() == 1) {
            return links.values().iterator().next().link();
        }
        String name = LinkFields.named(parameter.getName());
        if (!links.containsKey(name)) {
            throw InvalidInputException.of(
                    "the parameter '" + parameter.getName() + "' names none of the links " + links.keySet(),
                    "one of their names, and classes that are compiled with -parameters");
        }
        return links.get(name).link();
    }

    Chaos chaos(TestFaults faults, TestRun runs) {
        return new Chaos(session, words, faults, runs);
    }

    RecoveryTimeline timeline(TestFaults faults) {
        return new RecoveryTimeline(session, words, faults);
    }

    Ledger ledger(TestFaults faults) {
        // The session's name is unique, and so are the names of all records then.
        return new Ledger(session, faults, session.directory().getFileName() + "-" + ledgers.incrementAndGet());
    }

    private static InvalidInputException missing(String kind, String artifact) {
        return InvalidInputException.of(
                "nothing on the class path offers '" + kind + "'", "the dependency dev.aftershock:" + artifact);
    }

    @Override
    public void close() {
        try {
            links.values().forEach(declared -> {
                declared.link().close();
                declared.empty();
            });
            session.close();
        } finally {
            onExit.close();
        }
    }
}
