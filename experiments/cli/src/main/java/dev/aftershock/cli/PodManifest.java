package dev.aftershock.cli;

import dev.aftershock.probes.RefersToCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the pods of an experiment: no root, no right beyond the account's, nothing that they could write to but their volumes.
 *
 * @param name the experiment's name in the cluster
 * @param variables the values for its file
 */
record PodManifest(String name, JobArguments arguments, Map<String, String> variables) {

    /** Whom the image runs as. */
    static final int USER = 65532;

    private static final String FILE = "/experiment/" + ExperimentText.KEY;

    /** The labels of every object. */
    String labels() {
        return "{app.kubernetes.io/name: aftershock, app.kubernetes.io/instance: \"" + name + "\"}";
    }

    /**
     * The pod that undoes what is left, then runs the experiment.
     *
     * @param grace how long it heals after it was asked to end
     * @param age of runs that are certainly dead
     */
    String run(Duration grace, Duration age) {
        List<String> run = new ArrayList<>(List.of("run", FILE, "--out", "/results", "--no-color"));
        run.addAll(List.of("--verdict-to", "/dev/termination-log", "--confirm", RefersToCluster.Name.AROUND));
        run.addAll(values());
        return template(grace)
                + "  initContainers:\n"
                + container("recover", recover(age)).indent(2)
                + "  containers:\n"
                + container("run", run).indent(2)
                + "  volumes:\n"
                + volumes().indent(2);
    }

    /** The pod that undoes what is left, by the marks alone: the journal of a live run is none of its business. */
    String guard(Duration age) {
        return new PodManifest(name, arguments.withoutClaims(), variables).guarding(age);
    }

    private String guarding(Duration age) {
        return template(Duration.ofSeconds(30))
                + "  containers:\n"
                + container("recover", recover(age)).indent(2)
                + "  volumes:\n"
                + volumes().indent(2);
    }

    private List<String> recover(Duration age) {
        List<String> recover =
                new ArrayList<>(List.of("recover", "--marks", FILE, "--older-than", age.toSeconds() + "s"));
        recover.addAll(values());
        return recover;
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        variables.forEach((key, value) -> values.addAll(List.of("--var", key + "=" + value)));
        return values;
    }

    /** Faults leave the pod alone, and the node that it is on. */
    private String template(Duration grace) {
        return """
                metadata:
                  labels: {app.kubernetes.io/name: aftershock, app.kubernetes.io/instance: "%1$s", aftershock.dev/protect: "true"}
                spec:
                  serviceAccountName: "%1$s"
                  restartPolicy: Never
                  terminationGracePeriodSeconds: %2$d
                  enableServiceLinks: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: %3$d
                    runAsGroup: %3$d
                    fsGroup: %3$d
                    fsGroupChangePolicy: OnRootMismatch
                    seccompProfile: {type: RuntimeDefault}
                """.formatted(name, grace.toSeconds(), USER);
    }

    /** Without a limit on the processor: held back in the middle of a measurement, it would measure that. */
    private String container(String called, List<String> command) {
        return """
                - name: %s
                  image: "%s"
                  args: [%s]
                %s  terminationMessagePolicy: FallbackToLogsOnError
                  securityContext:
                    allowPrivilegeEscalation: false
                    readOnlyRootFilesystem: true
                    capabilities: {drop: [ALL]}
                  resources:
                    requests: {cpu: 500m, memory: 384Mi}
                    limits: {memory: 512Mi}
                  volumeMounts:
                  - {name: experiment, mountPath: /experiment, readOnly: true}
                  - {name: state, mountPath: /state%s}
                  - {name: results, mountPath: /results}
                  - {name: scratch, mountPath: /tmp}
                """.formatted(
                called,
                arguments.image,
                command.stream().map(PodManifest::argument).collect(Collectors.joining(", ")),
                arguments
                        .secret
                        .map(secret -> "  envFrom: [{secretRef: {name: \"" + secret + "\"}}]\n")
                        .orElse(""),
                arguments.stateClaim.map(claim -> ", subPath: \"" + name + "\"").orElse(""));
    }

    /** The kubelet puts values in for <code>$(NAME)</code>; two dollars stand for one. */
    private static String argument(String value) {
        return ExperimentText.quoted(value.replace("$", "$$"));
    }

    private String volumes() {
        return "- name: experiment\n  configMap: {name: \"" + name + "\"}\n"
                + volume("state", arguments.stateClaim)
                + volume("results", arguments.resultsClaim)
                + volume("scratch", Optional.empty());
    }

    private static String volume(String called, Optional<String> claim) {
        return "- name: " + called + "\n  "
                + claim.map(of -> "persistentVolumeClaim: {claimName: \"" + of + "\"}")
                        .orElse("emptyDir: {}")
                + "\n";
    }
}
