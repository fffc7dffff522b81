package dev.aftershock.cli;

import dev.aftershock.engine.Plan;
import dev.aftershock.parts.InvalidInputException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Writes what runs an experiment inside the cluster that it breaks, as manifests that {@code kubectl} and kustomize take: the
 * account and its roles, the file, the Job or CronJob, and a second CronJob that undoes what a killed run left.
 */
final class ClusterJob {

    /** For the pod to be placed, its image to be pulled, and what is left of earlier runs to be undone. */
    private static final Duration START = Duration.ofMinutes(3);

    /** By how much the clocks of two nodes may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private static final Duration KEPT = Duration.ofDays(1);
    private static final Pattern SCHEDULE = Pattern.compile(
            "@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[0-9A-Za-z*/,?-]+( [0-9A-Za-z*/,?-]+){4}");

    private final Plan plan;
    private final ClusterRoles roles;
    private final ExperimentText text;
    private final PodManifest pods;

    /** For a plan that {@link InCluster} let pass. */
    ClusterJob(Plan plan, ClusterRoles roles, ExperimentText text, JobArguments arguments) {
        this.plan = plan;
        this.roles = roles;
        this.text = text;
        this.pods = new PodManifest(roles.name(), arguments, text.variables());
    }

    /** What runs it once, as soon as it is applied. */
    String once() {
        return shared() + head("batch/v1", "Job", "") + jobSpec() + guard();
    }

    /**
     * What runs it again and again, never twice at a time.
     *
     * @throws InvalidInputException when that is no schedule
     */
    String repeatedly(String schedule) {
        if (!SCHEDULE.matcher(schedule).matches()) {
            throw InvalidInputException.of(
                    "'--schedule' is '" + schedule + "'",
                    "minute, hour, day of the month, month and day of the week, such as \"0 3 * * 1-5\", or @daily");
        }
        return shared() + cronJob("", schedule, jobSpec()) + guard();
    }

    private String shared() {
        return roles.manifests() + head("v1", "ConfigMap", "") + "data:\n"
                + text.entry().indent(2);
    }

    private String jobSpec() {
        Duration grace = plan.longestHealing();
        return jobSpec(deadline(), pods.run(grace, age()));
    }

    private static String jobSpec(Duration deadline, String template) {
        return """
                spec:
                  backoffLimit: 0
                  activeDeadlineSeconds: %d
                  ttlSecondsAfterFinished: %d
                  template:
                """.formatted(deadline.toSeconds(), KEPT.toSeconds()) + template.indent(4);
    }

    /** Then the pod is asked to end, heals, and is killed after its grace. */
    private Duration deadline() {
        return START.plus(plan.longest());
    }

    /** A run that began longer ago was killed, together with its guard process. */
    private Duration age() {
        return deadline().plus(plan.longestHealing()).plus(CLOCKS);
    }

    /** Faults that nothing has to undo leave nothing for it to find. */
    private String guard() {
        return roles.changes() ? cronJob("-guard", "*/5 * * * *", jobSpec(START, pods.guard(age()))) : "";
    }

    private String cronJob(String suffix, String schedule, String jobSpec) {
        return head("batch/v1", "CronJob", suffix) + """
                spec:
                  schedule: "%s"
                  concurrencyPolicy: Forbid
                  startingDeadlineSeconds: 300
                  jobTemplate:
                """.formatted(schedule) + jobSpec.indent(4);
    }

    private String head(String api, String kind, String suffix) {
        return """
                ---
                apiVersion: %s
                kind: %s
                metadata:
                  name: "%s"
                  namespace: "%s"
                  labels: %s
                """.formatted(api, kind, roles.name() + suffix, roles.home(), pods.labels());
    }
}
