package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Optional;

/**
 * One pod and no other: who has its name after it is left alone.
 *
 * @param uid which of all the pods that ever had that name
 */
record OnePod(Cluster cluster, Thing thing, String uid) {

    static OnePod of(Cluster cluster, Pod pod) {
        Thing thing = new Thing(
                Thing.Sort.POD,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName());
        return new OnePod(cluster, thing, pod.getMetadata().getUid());
    }

    /** The pod, however it is; nothing when it is gone, whoever has its name now. */
    Optional<Pod> there() throws IOException {
        return Pods.read(cluster, thing)
                .filter(pod -> pod.getMetadata().getUid().equals(uid));
    }
}
