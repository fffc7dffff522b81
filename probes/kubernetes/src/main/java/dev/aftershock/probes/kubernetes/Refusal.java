package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.nio.channels.ClosedChannelException;

/** Says in words why a cluster did not answer as it should. */
final class Refusal {

    private static final int LONGEST = 200;
    private static final int DEEPEST = 10;

    private Refusal() {}

    /**
     * What is to be done about an error while a probe is made ready.
     *
     * @param server the API server's address
     * @param verbs what was asked of it
     */
    static Exception of(KubernetesClientException error, String server, String verbs, Scope scope) {
        return switch (error.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                InvalidInputException.of(
                        "the API server at " + server + " does not know the user (401)",
                        "a kubeconfig whose credentials are valid now; 'kubectl auth whoami' tells");
            case HttpURLConnection.HTTP_FORBIDDEN ->
                InvalidInputException.of(
                        "the probe needs " + verbs + " on " + scope + ", which the API server forbids (403)",
                        "a role that grants it; 'kubectl auth can-i' tells");
            case HttpURLConnection.HTTP_BAD_REQUEST ->
                InvalidInputException.of(
                        "the API server refuses to " + verbs + " " + scope + ": " + words(error), "a valid selector");
            default ->
                new IOException(
                        error.getCode() > 0
                                ? "the API server at " + server + " does not " + verbs + " " + scope + ": "
                                        + error.getCode() + ", " + words(error)
                                : "cannot reach the API server at " + server + ": " + words(error)
                                        + "; start it, or correct the kubeconfig");
        };
    }

    /** An error in one short line. */
    static String words(Throwable error) {
        String status = error instanceof KubernetesClientException refused && refused.getStatus() != null
                ? String.valueOf(refused.getStatus().getMessage())
                : "";
        String text = status.isEmpty() ? root(error) : status;
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private static String root(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; depth < DEEPEST && cause.getCause() != null; depth++) {
            if (cause instanceof ConnectException && cause.getCause() instanceof ClosedChannelException) {
                return "the connection is refused";
            }
            cause = cause.getCause();
        }
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }
}
