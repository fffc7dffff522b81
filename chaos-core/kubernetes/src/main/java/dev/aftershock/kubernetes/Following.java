package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The followers of a provider's faults, each by the fault that it belongs to. Thread-safe. */
final class Following {

    private static final String FAULT = "follows-for";
    private static final String PROCESS = "followed-by";

    private final Map<String, Follower> followers = new ConcurrentHashMap<>();

    /** Whether a recipe is that of a follower. */
    static boolean isOne(UndoRecipe recipe) {
        return recipe.facts().containsKey(FAULT);
    }

    /**
     * A fault that takes whatever comes.
     *
     * @param kind of the fault
     * @param fault its run and its name
     * @param pods the cluster, and which pods in words
     */
    PreparedFault prepare(String kind, String fault, OnePod pods, Follower follower) {
        Map<String, String> facts =
                Map.of(FAULT, fault, PROCESS, ProcessIdentity.current().toString());
        return new Follow(this, Recipes.of(kind, pods.cluster(), pods.thing(), facts), fault, follower);
    }

    void heal(UndoRecipe recipe) throws InterruptedException {
        Follower follower = followers.get(recipe.fact(FAULT));
        if (follower != null) {
            follower.stop();
        }
    }

    HealCheck verify(UndoRecipe recipe) {
        Follower follower = followers.get(recipe.fact(FAULT));
        if (follower == null) {
            return withoutFollower(ProcessIdentity.parse(recipe.fact(PROCESS)));
        }
        return follower.runs()
                ? HealCheck.notHealed("pods that come are still taken")
                : HealCheck.healed("pods that come are left alone; it " + follower.told());
    }

    /** Another process cannot stop it, and one that is stopped by a signal goes on when it is resumed. */
    private static HealCheck withoutFollower(ProcessIdentity process) {
        boolean elsewhere = process.alive().isPresent() && !process.equals(ProcessIdentity.current());
        return elsewhere
                ? HealCheck.notHealed("process " + process.pid() + ", which takes pods that come, still lives")
                : HealCheck.healed("nothing follows pods any more: the process that did is gone, or never began");
    }

    private record Follow(Following all, UndoRecipe undo, String fault, Follower follower) implements PreparedFault {

        @Override
        public String target() {
            return undo.target();
        }

        @Override
        public Bound bound() {
            return new Bound.ByItself(
                    "it ends after " + Follower.LONGEST.toMinutes() + " minutes, and with its process");
        }

        @Override
        public void inject() {
            all.followers.put(fault, follower);
            follower.start();
        }

        @Override
        public Optional<String> effect() throws IOException {
            return follower.effect();
        }
    }
}
