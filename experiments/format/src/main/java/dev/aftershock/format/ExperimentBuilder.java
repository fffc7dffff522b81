package dev.aftershock.format;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.parts.Mask;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An experiment written in Java, in the words of a file and under the same rules; {@link Words} holds them.
 *
 * <pre>{@code
 * ExperimentBuilder.named("Orders survive the loss of their primary database")
 *         .hypothesis("Writes are accepted again within 5 s, and no acknowledged write is lost.")
 *         .objectives(rto("5s"), rpo("0 writes"))
 *         .lab("orders-db", part("postgres-pair", with("failover-after", "300ms")))
 *         .probe("orders-write", part("jdbc-ledger", with("target", "orders-db"), with("every", "2ms")))
 *         .steadyState(within("50ms"), badAtMost("1%"), lasting("2s"))
 *         .method(inject(part("process-kill", with("target", "orders-db.primary"))))
 *         .safeguards(stopAfter("60s"))
 *         .build();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class ExperimentBuilder {

    private final Place place = Words.here();
    private final List<Word> sections = new ArrayList<>();
    private final List<Word> lab = new ArrayList<>();
    private final List<Word> targets = new ArrayList<>();
    private final List<Value> probes = new ArrayList<>();

    private ExperimentBuilder(String title) {
        sections.add(Words.with("aftershock", Integer.toString(ExperimentBinder.VERSION)));
        sections.add(Words.with("title", title));
    }

    /** Begins an experiment with the one line that names it. */
    public static ExperimentBuilder named(String title) {
        return new ExperimentBuilder(title);
    }

    /** What is believed to hold while the fault acts. */
    public ExperimentBuilder hypothesis(String hypothesis) {
        return section(Words.with("hypothesis", hypothesis));
    }

    /** What is promised and judged. */
    public ExperimentBuilder objectives(Word... objectives) {
        return section(Words.with("objectives", objectives));
    }

    /** A system that is started for the run. */
    public ExperimentBuilder lab(String name, Word part) {
        lab.add(Words.with(name, part));
        return this;
    }

    /** A system that runs already. */
    public ExperimentBuilder target(String name, Word part) {
        targets.add(Words.with(name, part));
        return this;
    }

    /** What watches the system. */
    public ExperimentBuilder probe(String name, Word part) {
        probes.add(Word.keyed(List.of(Words.with("name", name), part), Words.here()));
        return this;
    }

    /** What normal looks like. */
    public ExperimentBuilder steadyState(Word... words) {
        return section(Words.with("steady-state", words));
    }

    /** What is done, in order. */
    public ExperimentBuilder method(MethodStep... steps) {
        List<Value> items = Arrays.stream(steps).<Value>map(MethodStep::written).toList();
        return section(new Word("method", new Value.Items(items, Words.here())));
    }

    /** When the run ends early, and how far it may reach. */
    public ExperimentBuilder safeguards(Word... safeguards) {
        return section(Words.with("safeguards", safeguards));
    }

    private ExperimentBuilder section(Word section) {
        sections.add(section);
        return this;
    }

    /**
     * The experiment, checked against the parts on the class path.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found and the line of code of each
     */
    public ReadExperiment build() {
        return build(Registry.onClassPath());
    }

    ReadExperiment build(Registry registry) {
        Value.Keyed written = written();
        Problems problems = new Problems();
        Printable.check(written, problems);
        ExperimentBinder binder = new ExperimentBinder(registry, problems);
        Optional<Experiment> experiment = binder.bind(written);
        problems.throwIfAny(new Mask(Written.secrets(written).toList()));
        return new ReadExperiment("", experiment.orElseThrow(), binder.places(), "");
    }

    private Value.Keyed written() {
        List<Word> all = new ArrayList<>(sections);
        addUnlessEmpty("lab", lab, all);
        addUnlessEmpty("targets", targets, all);
        if (!probes.isEmpty()) {
            all.add(new Word("probes", new Value.Items(probes, place)));
        }
        return Word.keyed(all, place);
    }

    private void addUnlessEmpty(String key, List<Word> words, List<Word> to) {
        if (!words.isEmpty()) {
            to.add(new Word(key, Word.keyed(words, place)));
        }
    }
}
