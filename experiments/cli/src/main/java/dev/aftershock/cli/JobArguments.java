package dev.aftershock.cli;

import dev.aftershock.parts.InvalidInputException;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How an experiment runs inside a cluster, as the commands that print manifests take it. */
final class JobArguments {

    /** As {@code .ci/image} calls it, after the image's recipe. */
    static final String IMAGE = "aftershock/cli:0.1.0-SNAPSHOT";

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    @Option(
            names = "--image",
            paramLabel = "NAME",
            defaultValue = IMAGE,
            description = "The image of the command line (default: ${DEFAULT-VALUE}).")
    String image = IMAGE;

    @Option(
            names = "--results-claim",
            paramLabel = "NAME",
            description = "The volume claim that keeps the runs' folders; without it they end with the pod.")
    Optional<String> resultsClaim = Optional.empty();

    @Option(
            names = "--state-claim",
            paramLabel = "NAME",
            description = "The volume claim that keeps the fault journals, by which the next run heals at once what a"
                    + " killed one left; without it marks tell.")
    Optional<String> stateClaim = Optional.empty();

    @Option(
            names = "--secret",
            paramLabel = "NAME",
            description = "The Secret whose keys are the variables that the experiment's $${secret:NAME} name.")
    Optional<String> secret = Optional.empty();

    /** The same, with nothing that outlives a pod. */
    JobArguments withoutClaims() {
        JobArguments same = new JobArguments();
        same.image = image;
        same.secret = secret;
        return same;
    }

    /**
     * Checks the names.
     *
     * @throws InvalidInputException when the API server would refuse one
     */
    void check() {
        check("--image", image, REFERENCE, "the name of an image, such as registry/aftershock/cli:0.1.0");
        resultsClaim.ifPresent(name -> check("--results-claim", name, NAME, "the name of a PersistentVolumeClaim"));
        stateClaim.ifPresent(name -> check("--state-claim", name, NAME, "the name of a PersistentVolumeClaim"));
        secret.ifPresent(name -> check("--secret", name, NAME, "the name of a Secret"));
    }

    private static void check(String option, String value, Pattern pattern, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw InvalidInputException.of("'" + option + "' is '" + value + "'", expected);
        }
    }
}
