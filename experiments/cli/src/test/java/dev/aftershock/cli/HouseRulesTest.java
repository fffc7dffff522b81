package dev.aftershock.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The rules of the house: who may import whom. The floor under what was seen keeps them from passing on nothing. */
class HouseRulesTest {

    private static final String HOME = "dev.aftershock.";

    /** Each room with the rooms of ours that it may import. */
    private static final Map<String, List<String>> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("parts", List.of()),
            Map.entry("measurement", List.of()),
            Map.entry("statistics", List.of("measurement")),
            Map.entry("probes", List.of("parts", "measurement")),
            Map.entry("probes.jdbc", List.of("parts", "measurement", "probes")),
            Map.entry("probes.prometheus", List.of("parts", "measurement", "probes")),
            Map.entry("probes.kubernetes", List.of("parts", "measurement", "probes")),
            Map.entry("guard", List.of()),
            Map.entry("engine", List.of("parts", "measurement", "statistics", "probes", "guard")),
            Map.entry("proxy", List.of()),
            Map.entry("toxiproxy", List.of("parts", "measurement", "probes", "guard", "engine", "proxy")),
            Map.entry("processes", List.of("parts", "measurement", "probes", "guard", "engine")),
            Map.entry("containers", List.of("parts", "measurement", "guard", "engine")),
            Map.entry("springboot", List.of("parts", "measurement", "probes", "guard", "engine")),
            Map.entry("kubernetes", List.of("parts", "measurement", "probes", "guard", "engine")),
            Map.entry("reports.files", List.of("parts", "measurement", "statistics", "probes", "engine")),
            Map.entry("reports.allure", List.of("parts", "measurement", "probes", "engine")),
            Map.entry("reports.metrics", List.of("measurement", "engine")),
            Map.entry("format", List.of("parts", "probes", "engine")),
            Map.entry("lab", List.of("parts", "measurement", "probes", "engine", "toxiproxy")),
            Map.entry("cluster", List.of("parts", "measurement", "probes", "engine", "lab")),
            Map.entry("junit", List.of("parts", "probes", "measurement", "statistics", "engine", "format")),
            Map.entry(
                    "cli",
                    List.of(
                            "parts",
                            "measurement",
                            "statistics",
                            "probes",
                            "engine",
                            "proxy",
                            "processes",
                            "format",
                            "reports.files",
                            "reports.metrics"))));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.aftershock");

    @Test
    void everyRoomIsSeenSoThatTheRulesCannotPassOnNothing() {
        assertThat(CLASSES.size()).isGreaterThan(250);
        for (String room : ROOMS.keySet()) {
            assertThat(CLASSES.stream().filter(type -> type.getPackageName().equals(HOME + room)))
                    .as(room)
                    .hasSizeGreaterThan(2);
        }
        assertThat(CLASSES.stream().map(type -> type.getPackageName()).distinct())
                .as("a package that no rule knows")
                .allMatch(name -> ROOMS.containsKey(name.substring(HOME.length())));
    }

    @Test
    void aRoomImportsOnlyTheRoomsBelowIt() {
        ROOMS.forEach((room, allowed) -> {
            List<String> forbidden = new ArrayList<>();
            for (String other : ROOMS.keySet()) {
                if (!other.equals(room) && !allowed.contains(other)) {
                    forbidden.add(HOME + other);
                }
            }
            noClasses()
                    .that()
                    .resideInAPackage(HOME + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.toArray(String[]::new))
                    .check(CLASSES);
        });
    }

    @Test
    void thereAreNoCyclesBetweenRooms() {
        slices().matching("dev.aftershock.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void measurementIsPureAndOnTheJdkAlone() {
        classes()
                .that()
                .resideInAnyPackage(HOME + "measurement", HOME + "statistics")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "",
                        HOME + "measurement",
                        HOME + "statistics",
                        "java.lang..",
                        "java.math..",
                        "java.util..",
                        "java.time..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void theGuardNeedsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage(HOME + "guard")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("", HOME + "guard", "java..", "javax.net.ssl..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void onlyMeasurementReadsTheMonotonicClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOME + "measurement", HOME + "proxy", HOME + "guard")
                .should()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
    }

    @Test
    void nothingIsMutableAndStatic() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void nobodySleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    }
}
