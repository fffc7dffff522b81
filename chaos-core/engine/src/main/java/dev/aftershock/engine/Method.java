package dev.aftershock.engine;

import dev.aftershock.measurement.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays the steps of the method, in order, until the last one, a vacuous fault or a stop. */
final class Method {

    private final Injections injections;
    private final Watch watch;
    private final Timeline timeline;
    private final Healer healer;
    private final StopSwitch stop;
    private boolean effective = true;

    Method(Injections injections, Watch watch, Timeline timeline, Healer healer, StopSwitch stop) {
        this.injections = injections;
        this.watch = watch;
        this.timeline = timeline;
        this.healer = healer;
        this.stop = stop;
    }

    void play(List<Step> steps) {
        for (Step step : steps) {
            if (!effective || stop.reason().isPresent()) {
                return;
            }
            play(step);
        }
    }

    /** Whether every fault so far showed an effect. */
    boolean effective() {
        return effective;
    }

    /** The onset of the first fault; empty when none was issued. */
    Optional<Moment> onset() {
        return Onset.of(timeline.events());
    }

    private void play(Step step) {
        if (step instanceof Step.Inject inject) {
            inject(List.of(inject));
            inject.lasting().ifPresent(lasting -> holdAndHeal(List.of(inject), lasting));
        } else if (step instanceof Step.Together together) {
            together(together);
        } else if (step instanceof Step.Heal heal) {
            injections.heal(heal.step(), healer);
        } else if (step instanceof Step.WaitUntil wait) {
            waitUntil(wait);
        } else if (step instanceof Step.Declare declare) {
            timeline.record(TimelineEvent.Type.DECLARED, declare.name(), Map.of("text", declare.text()));
        }
    }

    private void together(Step.Together together) {
        inject(together.steps());
        together.steps().stream()
                .flatMap(step -> step.lasting().stream())
                .max(Duration::compareTo)
                .ifPresent(lasting -> holdAndHeal(
                        together.steps().stream()
                                .filter(step -> step.lasting().isPresent())
                                .toList(),
                        lasting));
    }

    private void inject(List<Step.Inject> steps) {
        try {
            effective = injections.inject(steps, stop);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                stop.stop("interrupted");
            }
            effective = false;
            timeline.record(
                    TimelineEvent.Type.FAULT_NO_EFFECT,
                    steps.get(0).name(),
                    Map.of("reason", "the fault could not be prepared: " + OneLine.of(e)));
        }
    }

    private void holdAndHeal(List<Step.Inject> steps, Duration lasting) {
        if (effective) {
            stop.hold(lasting);
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            injections.heal(steps.get(i).name(), healer);
        }
    }

    private void waitUntil(Step.WaitUntil wait) {
        Optional<Moment> onset = onset();
        Watch.Watched watched = watch.watched().stream()
                .filter(each -> each.header().name().equals(wait.recovered()))
                .findFirst()
                .orElseThrow();
        boolean met = stop.await(wait.within(), onset.map(watched::recovering).orElse(watched::steady));
        if (!met) {
            timeline.record(
                    TimelineEvent.Type.NOTE,
                    wait.name(),
                    Map.of(
                            "text",
                            "'" + wait.recovered() + "' had not recovered within "
                                    + wait.within().toMillis() + " ms"));
        }
    }
}
