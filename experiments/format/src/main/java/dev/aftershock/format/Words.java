package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Value;
import java.util.Arrays;
import java.util.List;

/**
 * The words of the format for experiments written in Java, meant to be imported statically. Values are spelled as in a
 * file: {@code 250ms}, {@code 1%}, {@code 0 writes}. Each remembers the line of code it stands on, for error messages.
 */
public final class Words {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Words() {}

    /** A setting with its value. */
    public static Word with(String key, String value) {
        return new Word(key, new Value.Scalar(value, here()));
    }

    /** A setting whose value no output may show. */
    public static Word with(String key, Secret value) {
        return new Word(key, new Value.Scalar(value.reveal(), here(), true));
    }

    /** A setting with several values. */
    public static Word with(String key, List<String> values) {
        Place here = here();
        List<Value> items =
                values.stream().<Value>map(each -> new Value.Scalar(each, here)).toList();
        return new Word(key, new Value.Items(items, here));
    }

    /** A setting that has settings of its own. */
    public static Word with(String key, Word... settings) {
        return new Word(key, Word.keyed(List.of(settings), here()));
    }

    /** A fault, probe or system of a kind that {@code aftershock list} prints, with its settings. */
    public static Word part(String kind, Word... settings) {
        return with(kind, settings);
    }

    /** The longest time from the fault to stable recovery. */
    public static Word rto(String duration) {
        return with("rto", duration);
    }

    /** How much may be lost: {@code 0 writes}, or an age such as {@code 1s}. */
    public static Word rpo(String writesOrAge) {
        return with("rpo", writesOrAge);
    }

    /** The latency up to which an answer is good, or the longest wait of a step. */
    public static Word within(String duration) {
        return with("within", duration);
    }

    /** The share of answers that may be bad in the steady state. */
    public static Word badAtMost(String percent) {
        return with("bad-at-most", percent);
    }

    /** How long the steady state must hold. */
    public static Word lasting(String duration) {
        return with("for", duration);
    }

    /** The safeguard on the time of the whole method. */
    public static Word stopAfter(String duration) {
        return with("stop-after", duration);
    }

    /** A step that injects a fault; it acts to the end unless it is {@link MethodStep#lasting}. */
    public static MethodStep inject(Word fault) {
        return new MethodStep(with("inject", fault));
    }

    /** A step that heals the fault of an earlier step. */
    public static MethodStep heal(String step) {
        return new MethodStep(with("heal", step));
    }

    /** A step that waits until a probe is stable again. */
    public static MethodStep waitUntilRecovered(String probe, Word within) {
        return new MethodStep(with("wait-until", with("recovered", probe), within));
    }

    /** A step that injects several faults, one right after the other. */
    public static MethodStep together(MethodStep... injections) {
        List<Value> items =
                Arrays.stream(injections).<Value>map(MethodStep::written).toList();
        return new MethodStep(new Word("together", new Value.Items(items, here())));
    }

    /** A step that notes a declaration, from which the objectives' clock may count. */
    public static MethodStep declare(String what) {
        return new MethodStep(with("declare", what));
    }

    /** The line of code that called into this package. */
    static Place here() {
        return STACK.walk(frames -> frames.filter(frame -> !isOurs(frame.getDeclaringClass()))
                .findFirst()
                .map(frame -> new Place(String.valueOf(frame.getFileName()), frame.getLineNumber(), 0))
                .orElse(Place.CODE));
    }

    private static boolean isOurs(Class<?> type) {
        return type == Words.class || type == MethodStep.class || type == ExperimentBuilder.class;
    }
}
