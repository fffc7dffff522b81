package dev.aftershock.cluster;

import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.UndoRecipe;
import java.io.IOException;
import java.util.List;

/** A cluster about to be started: its folder is known, nothing runs. */
record PreparedCluster(String name, Cluster cluster) implements TargetProvider.PreparedTargets {

    @Override
    public List<UndoRecipe> undo() {
        return List.of(KubernetesLab.Provider.recipe(name, cluster.directory()));
    }

    @Override
    public TargetSet start() throws IOException {
        cluster.start();
        return new RunningCluster(name, cluster);
    }
}
