package dev.aftershock.junit;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.junit.FaultAnnotations.Wanted;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.Targets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Faults of one test that cannot act at the same time; those of its class act together with its own. Stateless. */
final class Conflicts {

    private static final String BOTH = "BOTH";

    private Conflicts() {}

    /**
     * A fault that is understood.
     *
     * @param targets the names of what it acts on
     * @param stream which data it is about; empty for a fault that makes no such difference
     */
    record Meant(Wanted wanted, PartSpec part, List<String> targets, Optional<String> stream) {

        /**
         * Looks its targets up.
         *
         * @throws dev.aftershock.parts.InvalidInputException when there is none of that name
         */
        static Meant of(Wanted wanted, PartSpec part, Targets live) {
            List<SettingInfo> settings = SettingInfo.of(part.settings().getClass());
            List<String> targets = settings.stream()
                    .flatMap(setting -> touched(setting, part, live))
                    .toList();
            Optional<String> stream = settings.stream()
                    .filter(setting -> setting.key().equals("stream"))
                    .findFirst()
                    .flatMap(setting -> setting.valueIn(part.settings()));
            return new Meant(wanted, part, targets, stream);
        }

        /** What a setting names; of what is only looked at, that it is there. */
        private static Stream<String> touched(SettingInfo setting, PartSpec part, Targets live) {
            Optional<String> named = setting.valueIn(part.settings());
            return setting.needs().stream()
                    .flatMap(needs -> named.stream().flatMap(name -> live.find(name, needs.value()).stream()
                            .filter(found -> !needs.observed())
                            .map(Targets.Named::name)));
        }

        /** One leaves nothing for the other, or both are of one kind and about the same data. */
        private boolean excludes(Meant other) {
            boolean sameKind = part.kind().equals(other.part.kind());
            return wanted.fault().alone() || other.wanted.fault().alone() || sameKind && sameData(other);
        }

        private boolean sameData(Meant other) {
            return stream.equals(other.stream)
                    || stream.filter(BOTH::equals).isPresent()
                    || other.stream.filter(BOTH::equals).isPresent();
        }
    }

    /**
     * Looks at every two of them.
     *
     * @throws dev.aftershock.parts.InvalidInputException naming both, when they exclude each other on a target of both
     */
    static void refuse(String test, List<Meant> faults) {
        for (int i = 0; i < faults.size(); i++) {
            for (Meant other : faults.subList(i + 1, faults.size())) {
                refuse(test, faults.get(i), other);
            }
        }
    }

    private static void refuse(String test, Meant one, Meant other) {
        TreeSet<String> shared = new TreeSet<>(one.targets());
        shared.retainAll(other.targets());
        if (!shared.isEmpty() && one.excludes(other)) {
            throw Mistake.at(
                    test,
                    one.wanted().shown() + " and " + other.wanted().shown() + " cannot act on '"
                            + String.join("', '", shared) + "' at the same time",
                    "one of them; those of the class act together with those of the method");
        }
    }
}
