package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** Why a pod does not do what it was made for, as the cluster tells it. */
class PodStateTest {

    @Test
    void anImageThatIsNotThere() {
        assertThat(told("""
                {"phase": "Pending", "containerStatuses": [{"ready": false, "state":
                  {"waiting": {"reason": "ErrImagePull", "message": "not found"}}}]}""")).isEqualTo("pod stress is Pending, ErrImagePull: not found");
    }

    @Test
    void aPodThatFindsNoNode() {
        assertThat(told("""
                {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                  "message": "0/3 nodes are available: 3 Insufficient cpu."}]}"""))
                .isEqualTo("pod stress is Pending, Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.");
    }

    @Test
    void onePodThatItsNodeHasNoRoomForAndOneThatWasEvicted() {
        assertThat(told("""
                {"phase": "Failed", "reason": "OutOfcpu", "message": "Node didn't have enough resource: cpu"}""")).isEqualTo("pod stress is Failed, OutOfcpu: Node didn't have enough resource: cpu");
        assertThat(told("""
                {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory.",
                  "containerStatuses": [{"ready": false, "state": {"terminated": {"reason": "Error", "exitCode": 137}}}]}"""))
                .isEqualTo(
                        "pod stress is Failed, Evicted: The node was low on resource: memory., Error (exit code 137)");
    }

    @Test
    void aContainerThatTookMoreThanItMay() {
        assertThat(told("""
                {"phase": "Failed", "containerStatuses": [{"ready": false, "state":
                  {"terminated": {"reason": "OOMKilled", "exitCode": 137}}}]}""")).isEqualTo("pod stress is Failed, OOMKilled (exit code 137)");
    }

    @Test
    void aContainerThatRunsAndIsNotReady() {
        assertThat(told("""
                {"phase": "Running", "containerStatuses": [{"ready": false, "state":
                  {"running": {"startedAt": "2026-11-28T12:00:00Z"}}}]}""")).isEqualTo("pod stress is Running, not ready");
    }

    private static String told(String status) {
        return PodState.of(Serialization.unmarshal(
                "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"stress\"}, \"status\": "
                        + status + "}",
                Pod.class));
    }
}
