package dev.aftershock.junit;

import dev.aftershock.engine.ChaosSession;
import dev.aftershock.engine.ObservedProbe;
import dev.aftershock.format.PartWords;
import dev.aftershock.format.Word;
import dev.aftershock.format.Words;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.probes.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Measures how a system recovers while a test breaks it, as a parameter of the test or of its {@code @BeforeEach} methods. It asks on
 * a schedule of its own that never waits for an answer, and tells recovery with its error, as an experiment does.
 *
 * <pre>{@code
 * @Test
 * void ordersComeBack(Chaos chaos, RecoveryTimeline timeline) throws Exception {
 *     Observed orders = timeline.watch("orders", () -> shop.put("book") == 201);
 *     await().until(orders.steady());
 *     ActingFault cut = chaos.inject(part("down", with("link", "db")));
 *     await().until(orders.failing());
 *     cut.heal();
 *     await().until(orders.sinceHeal(cut).recovered().within("2s"));
 * }
 * }</pre>
 *
 * <p>What it watches ends with the test. Thread-safe.
 */
public final class RecoveryTimeline {

    private static final List<Word> DEFAULTS = List.of(Words.within("1s"), Words.lasting("500ms"));

    private final ChaosSession session;
    private final PartWords words;
    private final TestFaults faults;
    private final List<Observed> observed = new CopyOnWriteArrayList<>();

    RecoveryTimeline(ChaosSession session, PartWords words, TestFaults faults) {
        this.session = session;
        this.words = words;
        this.faults = faults;
    }

    /**
     * Asks the code from now on, by default every 10 ms, at that pace also in trouble: true is a good answer, false and an exception are bad ones, and so is an
     * answer after the deadline.
     *
     * @param question asked from several threads at once; interrupted at the end of the test
     * @param settings of the pace ({@code every}, {@code deadline}) and the steady state ({@code within}, {@code bad-at-most},
     *     {@code for}), in the words of an experiment: by default answers within 1 s are good, and 500 ms of them are recovery
     * @throws dev.aftershock.parts.InvalidInputException with every problem found in the settings
     */
    public Observed watch(String name, Callable<Boolean> question, Word... settings) throws Exception {
        List<String> paced =
                SettingInfo.of(Pace.class).stream().map(SettingInfo::key).toList();
        List<Word> pace = List.of(settings).stream()
                .filter(word -> paced.contains(word.key()))
                .toList();
        List<Word> steady = List.of(settings).stream()
                .filter(word -> !paced.contains(word.key()))
                .toList();
        return observed(session.observe(
                name, new Question(question), words.pace(pace), words.steadyState(withDefaults(steady))));
    }

    /**
     * Watches with a probe of the catalogue from now on.
     *
     * @param probe its kind with its settings, those of the pace too, see {@link Words#part}
     * @param steadyState {@code within}, {@code bad-at-most}, {@code for}, as above
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     * @throws Exception when the system cannot be reached
     */
    public Observed watch(String name, Word probe, Word... steadyState) throws Exception {
        return observed(
                session.observe(words.probe(name, probe), words.steadyState(withDefaults(List.of(steadyState)))));
    }

    private static List<Word> withDefaults(List<Word> given) {
        List<Word> all = new ArrayList<>(given);
        DEFAULTS.stream()
                .filter(word -> given.stream().noneMatch(other -> other.key().equals(word.key())))
                .forEach(all::add);
        return all;
    }

    private Observed observed(ObservedProbe probe) {
        Observed made = new Observed(probe, session.clock(), "the fault", faults::onset);
        observed.add(made);
        return made;
    }

    /** Ends the watching; one line of each probe that watched a fault. */
    List<String> end() {
        observed.forEach(Observed::stop);
        return observed.stream().flatMap(each -> each.summary().stream()).toList();
    }
}
