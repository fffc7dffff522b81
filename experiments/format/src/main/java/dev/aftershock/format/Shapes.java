package dev.aftershock.format;

import dev.aftershock.engine.SteadyStateSpec;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.SettingInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The words of the format itself, declared like the settings of a part; the reader and the schema both use them. */
final class Shapes {

    private Shapes() {}

    /** What an experiment says about itself. */
    record Story(
            @Setting("One line that names the experiment.") String title,

            @Setting("What is believed to hold while the fault acts.")
            String hypothesis) {

        Story {
            if (title.isBlank()) {
                throw new IllegalArgumentException("'title' is blank");
            }
            if (title.strip().lines().count() > 1) {
                throw new IllegalArgumentException("'title' has several lines; expected one");
            }
            if (hypothesis.isBlank()) {
                throw new IllegalArgumentException("'hypothesis' is blank");
            }
        }
    }

    /** What a probe has besides its kind. */
    record ProbeWords(
            @Setting("Name of the probe, unique within the experiment.")
            String name) {}

    /** What any step has besides what it does. */
    record StepWords(
            @Setting("Name of the step, unique within the method; made from its place when left out.")
            Optional<String> name) {}

    /** What a step that injects has besides the fault. */
    record InjectWords(
            @Setting("Name of the step, unique within the method; made from its place when left out.")
            Optional<String> name,

            @Setting("The step waits this long and then heals its fault; without it the fault acts to the end.")
            Optional<Duration> lasting) {

        InjectWords {
            if (lasting.filter(Duration::isZero).isPresent()) {
                throw new IllegalArgumentException("'for' must be longer than 0s");
            }
        }

        static List<SettingInfo> declared() {
            return named("lasting", "for", SettingInfo.of(InjectWords.class));
        }
    }

    /** What {@code heal} says. */
    record HealWords(
            @Setting("Name of the earlier step whose fault is healed now.")
            String heal) {}

    /** What {@code declare} says. */
    record DeclareWords(
            @Setting("What is declared, in one line; the clock of the objectives may begin here.")
            String declare) {}

    /** What {@code wait-until} says. */
    record WaitWords(
            @Setting("Name of the probe that must be stable again.")
            String recovered,

            @Setting("The longest wait.") Duration within) {

        WaitWords {
            if (within.isZero()) {
                throw new IllegalArgumentException("'within' must be longer than 0s");
            }
        }
    }

    /** The settings of the steady state as a file spells them. */
    static List<SettingInfo> steadyState() {
        return named("lasting", "for", SettingInfo.of(SteadyStateSpec.class));
    }

    /** The settings with one of them under a word that Java reserves. */
    private static List<SettingInfo> named(String component, String word, List<SettingInfo> settings) {
        return settings.stream()
                .map(setting -> setting.key().equals(component) ? setting.writtenAs(word) : setting)
                .toList();
    }

    static List<String> keys(List<SettingInfo> settings) {
        return settings.stream().map(SettingInfo::key).toList();
    }

    static List<String> keys(Class<? extends Record> settings) {
        return keys(SettingInfo.of(settings));
    }
}
