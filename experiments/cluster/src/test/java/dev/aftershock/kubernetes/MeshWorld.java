package dev.aftershock.kubernetes;

import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContract;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.HttpTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** A namespace in which Chaos Mesh seems to run. */
final class MeshWorld implements FaultContract.World {

    private final TestNamespace space;
    private final MeshController controller;

    MeshWorld(TestNamespace space, MeshController.Defect defect) {
        this.space = space;
        ToolSchemas.MESH.install(space.client());
        this.controller = new MeshController(space.client(), space.namespace(), defect);
    }

    /** A file with an object that its controller knows. */
    static String file() {
        try {
            return Path.of(MeshWorld.class.getResource("network-chaos.yaml").toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Targets targets() {
        return targets(URI.create("http://127.0.0.1:1/"));
    }

    /** With an address of a canary. */
    Targets targets(URI canary) {
        return targets(space, canary);
    }

    static Targets targets(TestNamespace space, URI canary) {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                Object found = name.equals("canary") ? (HttpTarget) () -> canary : space;
                return List.of(new Named<>(name, capability.cast(found)));
            }
        };
    }

    MeshController controller() {
        return controller;
    }

    @Override
    public boolean healthy() {
        return controller.objects().isEmpty() && controller.injected() == 0;
    }

    @Override
    public boolean broken() {
        return controller.injected() == 1;
    }

    @Override
    public void close() {
        controller.close();
    }
}
