package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.aftershock.guard.Guard;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import dev.aftershock.parts.Value;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every fault must do. Extend it once per module; it finds the module's providers by {@link ServiceLoader}, so that
 * none can be added unchecked.
 */
public abstract class FaultContract {

    private static final Duration HEAL_BOUND = Duration.ofSeconds(15);
    private static final Duration HANG_BOUND = Duration.ofSeconds(30);
    private static final Duration LOOKS = Duration.ofMillis(10);
    private static final int MOST_LOOKS = 4;
    private static final Duration STAYS = Duration.ofMillis(300);
    private static final List<Duration> INTERRUPTED_AFTER =
            List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(4));

    /** Any class of the module whose providers are to be checked. */
    protected abstract Class<?> module();

    /** At least one case for each provider of the module. */
    protected abstract List<Case> cases();

    /** How far a fault can be undone. */
    public enum Heals {
        /** From its recipe, by any process. */
        FROM_RECIPE_ALONE,
        /** With the run's live targets; after their death nothing is left to heal, and the check says so. */
        WITH_LIVE_TARGETS,
        /** It needs no healing: the system itself makes good for it, and may have done so before anybody looks. */
        BY_ITSELF,
        /** Never; the plan says so before, and the check afterwards. */
        NEVER
    }

    /**
     * One fault as written in an experiment, and a real system to play it on.
     *
     * @param kind the provider's kind
     * @param written its settings by key; {@code outer.inner} for one within a mapping
     * @param heals how far it can be undone
     * @param world starts a fresh, healthy system
     */
    public record Case(String kind, Map<String, String> written, Heals heals, Callable<World> world) {}

    /** A small real system with the target of the fault. Each claim gets its own. */
    public interface World extends AutoCloseable {

        /** The live targets that the settings name. */
        Targets targets();

        /** Whether it serves, observed without the fault's own means; may take a second. */
        boolean healthy() throws Exception;

        /** Whether it suffers as the fault means it to; may take a second. */
        boolean broken() throws Exception;

        @Override
        void close() throws IOException;
    }

    /** Every claim for every case of every provider of the module. */
    @TestFactory
    public Stream<DynamicNode> everyFault() {
        List<FaultProvider<?>> found = providers();
        assertThat(found).as("fault providers registered by %s", module()).isNotEmpty();
        assertThat(found.stream().map(FaultProvider::kind).toList()).as("kinds").doesNotHaveDuplicates();
        assertThat(cases().stream().map(Case::kind).distinct().toList())
                .as("kinds with a case in the contract")
                .containsExactlyInAnyOrderElementsOf(
                        found.stream().map(FaultProvider::kind).toList());
        return cases().stream().map(each -> claims(providerOf(found, each), each));
    }

    private DynamicNode claims(FaultProvider<?> provider, Case each) {
        return DynamicContainer.dynamicContainer(
                each.kind() + " " + each.written(),
                Stream.concat(
                        Stream.of(
                                dynamicTest("describesItself", () -> describesItself(provider)),
                                dynamicTest("rejectsAnUnknownKeyByName", () -> rejectsAnUnknownKey(provider, each)),
                                claim("plansWithoutTouchingAnything", provider, each, this::plans),
                                claim("knowsItsUndoBeforeItActs", provider, each, this::knowsItsUndo),
                                claim("itsEffectIsSeenInTime", provider, each, this::actsVisibly),
                                claim("healWithoutInjectIsHarmless", provider, each, this::healsUninjected),
                                claim("somethingEndsItWhenItsProcessIsGone", provider, each, this::bounded),
                                claim("interruptionDuringInjectLeavesNothing", provider, each, this::interrupted)),
                        healing(provider, each)));
    }

    /** What is broken for good is broken once for all that is claimed of healing it. */
    private Stream<DynamicNode> healing(FaultProvider<?> provider, Case each) {
        return each.heals() == Heals.NEVER
                ? Stream.of(claim("healRestoresNothingAndIsHarmless", provider, each, this::staysBroken))
                : Stream.of(
                        claim("healRestores", provider, each, this::healRestores),
                        claim("healTwiceIsHarmless", provider, each, this::healsTwice),
                        claim("healsFromTheRecipeAlone", provider, each, this::healsAfterDeath));
    }

    private interface Claim {
        void hold(Play play) throws Exception;
    }

    private DynamicNode claim(String name, FaultProvider<?> provider, Case each, Claim claim) {
        return dynamicTest(name, () -> {
            try (World world = each.world().call()) {
                assertThat(looksHealthy(world))
                        .as("the system is healthy to begin with")
                        .isTrue();
                claim.hold(new Play(provider, each, world));
            }
        });
    }

    private static void describesItself(FaultProvider<?> provider) {
        assertThat(provider.kind()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(provider.summary()).as("summary").endsWith(".").doesNotContain("\n");
        List<SettingInfo> settings = SettingInfo.of(provider.settings());
        assertThat(settings).allSatisfy(setting -> assertThat(setting.doc())
                .as("documentation of '%s'", setting.key())
                .endsWith("."));
        assertThat(settings).as("a setting that names the target").anyMatch(setting -> setting.needs()
                .isPresent());
        if (!provider.shortForm().isEmpty()) {
            assertThat(settings.stream().map(SettingInfo::key)).contains(provider.shortForm());
        }
    }

    private static void rejectsAnUnknownKey(FaultProvider<?> provider, Case each) {
        Map<String, String> written = new LinkedHashMap<>(each.written());
        written.put("no-such-key", "1");
        Problems problems = new Problems();
        assertThat(Binder.bind(provider.settings(), mapping(written), List.of(), problems))
                .isEmpty();
        assertThat(problems.all()).extracting(Problem::what).anyMatch(what -> what.contains("no-such-key"));
    }

    private void plans(Play play) throws Exception {
        FaultPlan plan = play.plan();
        assertThat(plan.action()).isNotBlank().doesNotContain("\n");
        assertThat(plan.undo()).isNotBlank().doesNotContain("\n");
        assertThat(plan.reversible()).as("reversible").isEqualTo(play.heals() != Heals.NEVER);
        assertThat(looksHealthy(play.world())).as("healthy after planning").isTrue();
    }

    private void knowsItsUndo(Play play) throws Exception {
        List<PreparedFault> prepared = play.prepare();
        assertThat(prepared).as("prepared faults").isNotEmpty();
        List<UndoRecipe> before = prepared.stream().map(PreparedFault::undo).toList();
        assertThat(prepared)
                .allSatisfy(fault ->
                        assertThat(fault.effect()).as("effect before inject").isEmpty());
        assertThat(looksHealthy(play.world())).as("healthy after preparing").isTrue();
        for (UndoRecipe recipe : before) {
            assertThat(recipe.kind()).isEqualTo(play.kind());
            assertThat(throughText(recipe)).isEqualTo(recipe);
            assertThat(play.object(recipe)).as("what it acts on").isNotBlank();
        }
        play.inject(prepared);
        assertThat(prepared.stream().map(PreparedFault::undo).toList())
                .as("the recipes after inject")
                .isEqualTo(before);
        play.heal(play.live());
    }

    private void actsVisibly(Play play) throws Exception {
        List<PreparedFault> prepared = play.prepare();
        play.inject(prepared);
        for (PreparedFault fault : prepared) {
            // The first sight counts, as in a run: a later one may meet a calm moment of a jittery fault.
            Optional<String> evidence = soon().atMost(fault.effectWithin()).until(fault::effect, Optional::isPresent);
            assertThat(evidence.orElse("")).as("evidence").isNotBlank().doesNotContain("\n");
        }
        assertThat(play.world().broken()).as("the system suffers as meant").isTrue();
        if (play.heals() != Heals.NEVER && play.heals() != Heals.BY_ITSELF) {
            assertThat(prepared).allSatisfy(fault -> assertThat(play.verify(fault, play.live()))
                    .as("the check while the fault acts")
                    .isNotEqualTo(Optional.of(true)));
        }
        play.heal(play.live());
    }

    private void staysBroken(Play play) throws Exception {
        play.injectAndSee();
        play.heal(play.live());
        play.heal(play.live());
        play.heal(HealContext.afterDeath());
        assertThat(play.world().broken()).as("still broken, as the plan said").isTrue();
    }

    private void healRestores(Play play) throws Exception {
        play.injectAndSee();
        play.heal(play.live());
        play.awaitHealthy();
    }

    private void healsTwice(Play play) throws Exception {
        play.injectAndSee();
        play.heal(play.live());
        play.heal(play.live());
        play.awaitHealthy();
    }

    private void healsUninjected(Play play) throws Exception {
        play.prepare();
        play.heal(play.live());
        play.heal(HealContext.afterDeath());
        assertThat(looksHealthy(play.world()))
                .as("healthy after healing what never acted")
                .isTrue();
    }

    private void healsAfterDeath(Play play) throws Exception {
        play.injectAndSee();
        play.heal(HealContext.afterDeath());
        if (play.heals() == Heals.FROM_RECIPE_ALONE || play.heals() == Heals.BY_ITSELF) {
            play.awaitHealthy();
        }
    }

    /** The guard gets the fault while it acts, and then nobody keeps the lease. */
    private void bounded(Play play) throws Exception {
        List<PreparedFault> faults = play.injectAndSee();
        boolean guarded = false;
        Path log = Files.createTempDirectory("aftershock-contract-").resolve("guard.log");
        try (Guard guard = Guard.start("contract", log, alarm -> {})) {
            for (int i = 0; i < faults.size(); i++) {
                Bound bound = faults.get(i).bound();
                assertThat(bound instanceof Bound.None).as("unbounded").isEqualTo(play.heals() == Heals.NEVER);
                if (bound instanceof Bound.ByGuard byGuard) {
                    guarded = true;
                    guard.hold(Integer.toString(i), HANG_BOUND, byGuard.remedies());
                }
            }
        }
        if (guarded) {
            play.awaitHealthy();
            soon().atMost(HEAL_BOUND).until(() -> verifiedAll(play, faults));
        }
        play.heal(play.live());
        Files.deleteIfExists(log);
        Files.delete(log.getParent());
    }

    private void interrupted(Play play) throws Exception {
        for (Duration delay : INTERRUPTED_AFTER) {
            List<PreparedFault> prepared = play.prepare();
            injectInterrupted(prepared.get(0), delay);
            play.heal(play.live());
            if (play.heals() == Heals.NEVER) {
                return;
            }
            play.awaitHealthy();
            soon().during(STAYS).atMost(HANG_BOUND).until(() -> verifiedAll(play, prepared));
            assertThat(looksHealthy(play.world()))
                    .as("still healthy a moment later")
                    .isTrue();
        }
    }

    /** In two looks in a row of a few: a busy machine alone makes a healthy system late now and then. */
    private static boolean looksHealthy(World world) throws Exception {
        boolean before = false;
        for (int look = 0; look < MOST_LOOKS; look++) {
            boolean now = world.healthy();
            if (before && now) {
                return true;
            }
            before = now;
        }
        return false;
    }

    /** Waits without losing time: what holds already is not looked for a tenth of a second later. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(LOOKS);
    }

    private static boolean verifiedAll(Play play, List<PreparedFault> prepared) {
        return prepared.stream()
                .allMatch(fault -> play.verify(fault, play.live()).equals(Optional.of(true)));
    }

    private static void injectInterrupted(PreparedFault fault, Duration delay) throws Exception {
        CompletableFuture<Boolean> returned = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            if (delay.isZero()) {
                Thread.currentThread().interrupt();
            }
            try {
                fault.inject();
            } catch (Exception e) {
                // Allowed: the engine treats it as applied, and so does the claim.
            } finally {
                returned.complete(true);
            }
        });
        thread.setDaemon(true);
        thread.start();
        LockSupport.parkNanos(delay.toNanos());
        thread.interrupt();
        returned.get(HANG_BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    private List<FaultProvider<?>> providers() {
        String here = placeOf(module()).toString();
        List<FaultProvider<?>> found = new ArrayList<>();
        for (FaultProvider<?> provider : ServiceLoader.load(FaultProvider.class)) {
            if (placeOf(provider.getClass()).toString().equals(here)) {
                found.add(provider);
            }
        }
        return found;
    }

    private static FaultProvider<?> providerOf(List<FaultProvider<?>> found, Case each) {
        return found.stream()
                .filter(provider -> provider.kind().equals(each.kind()))
                .findFirst()
                .orElseThrow();
    }

    private static URL placeOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static UndoRecipe throughText(UndoRecipe recipe) throws IOException {
        Properties written = new Properties();
        written.putAll(recipe.facts());
        StringWriter text = new StringWriter();
        written.store(text, "");
        Properties read = new Properties();
        read.load(new StringReader(text.toString()));
        Map<String, String> facts = new LinkedHashMap<>();
        read.stringPropertyNames().forEach(key -> facts.put(key, read.getProperty(key)));
        return new UndoRecipe(recipe.kind(), recipe.target(), facts);
    }

    /** A key with a dot is one within a mapping. */
    private static Value.Keyed mapping(Map<String, String> written) {
        Map<String, Map<String, String>> inner = new LinkedHashMap<>();
        Map<String, Value> values = new LinkedHashMap<>();
        written.forEach((key, text) -> {
            String[] path = key.split("\\.", 2);
            if (path.length == 1) {
                values.put(key, new Value.Scalar(text, Place.CODE));
            } else {
                inner.computeIfAbsent(path[0], outer -> new LinkedHashMap<>()).put(path[1], text);
            }
        });
        inner.forEach((key, settings) -> values.put(key, mapping(settings)));
        return new Value.Keyed(values, Map.of(), Place.CODE);
    }

    /** One claim's performance: a provider, its case and a live world. */
    private static final class Play {

        private final FaultProvider<?> provider;
        private final Case each;
        private final World world;
        private final List<PreparedFault> prepared = new ArrayList<>();

        Play(FaultProvider<?> provider, Case each, World world) {
            this.provider = provider;
            this.each = each;
            this.world = world;
        }

        World world() {
            return world;
        }

        String kind() {
            return each.kind();
        }

        Heals heals() {
            return each.heals();
        }

        HealContext live() {
            return new HealContext(Optional.of(world.targets()));
        }

        FaultPlan plan() {
            return plan(provider);
        }

        private <S extends Record> FaultPlan plan(FaultProvider<S> typed) {
            List<TargetInfo> resolved = new ArrayList<>();
            for (SettingInfo setting : SettingInfo.of(typed.settings())) {
                String written = each.written().get(setting.key());
                if (written != null || setting.required()) {
                    setting.needs().ifPresent(needs -> world.targets()
                            .find(written, needs.value())
                            .forEach(found -> resolved.add(info(found))));
                }
            }
            return typed.plan(bind(typed), resolved);
        }

        private static TargetInfo info(Targets.Named<?> found) {
            return new TargetInfo(
                    found.name(),
                    "a target of the contract",
                    Set.of(found.target().getClass()));
        }

        String object(UndoRecipe recipe) {
            return provider.object(recipe);
        }

        List<PreparedFault> prepare() throws Exception {
            prepared.clear();
            prepared.addAll(prepare(provider));
            return List.copyOf(prepared);
        }

        private <S extends Record> List<PreparedFault> prepare(FaultProvider<S> typed) throws Exception {
            return typed.prepare(bind(typed), new FaultContext("contract", "fault-1", world.targets()));
        }

        private <S extends Record> S bind(FaultProvider<S> typed) {
            Problems problems = new Problems();
            Optional<S> settings = Binder.bind(typed.settings(), mapping(each.written()), List.of(), problems);
            assertThat(problems.all()).isEmpty();
            return settings.orElseThrow();
        }

        void inject(List<PreparedFault> faults) throws Exception {
            for (PreparedFault fault : faults) {
                fault.inject();
            }
        }

        List<PreparedFault> injectAndSee() throws Exception {
            List<PreparedFault> faults = prepare();
            inject(faults);
            for (PreparedFault fault : faults) {
                soon().atMost(fault.effectWithin()).until(() -> fault.effect().isPresent());
            }
            assertThat(world.broken()).as("broken before healing").isTrue();
            return faults;
        }

        /** Heals what was prepared, the last first, and waits until the check says that it worked. */
        void heal(HealContext context) throws Exception {
            for (int i = prepared.size() - 1; i >= 0; i--) {
                UndoRecipe recipe = throughText(prepared.get(i).undo());
                provider.heal(recipe, context);
                soon().atMost(HEAL_BOUND)
                        .until(() -> provider.verifyHealed(recipe, context).healed());
                assertThat(provider.verifyHealed(recipe, context).evidence())
                        .as("evidence")
                        .isNotBlank()
                        .doesNotContain("\n");
            }
        }

        /** Whether the check says healed; nothing when it cannot observe. */
        Optional<Boolean> verify(PreparedFault fault, HealContext context) {
            try {
                return Optional.of(provider.verifyHealed(fault.undo(), context).healed());
            } catch (Exception e) {
                return Optional.empty();
            }
        }

        void awaitHealthy() {
            soon().atMost(HEAL_BOUND).until(world::healthy);
        }
    }
}
