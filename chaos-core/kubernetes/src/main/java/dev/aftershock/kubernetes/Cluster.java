package dev.aftershock.kubernetes;

import dev.aftershock.engine.Calls;
import dev.aftershock.guard.Access;
import dev.aftershock.guard.Remove;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.RefersToCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The way to one cluster. Thread-safe.
 *
 * @param id how it was found
 */
record Cluster(Id id, KubernetesClient client, Calls reads, Calls writes) {

    /** Longer than the API server waits for the admission of a write by default, two webhooks of 10 s that do not answer. */
    static final Duration WRITE_BOUND = Duration.ofSeconds(28);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int ATTEMPTS = 5;

    /** What an API server asks for that turns requests away. */
    private static final Duration THROTTLED = Duration.ofSeconds(1);

    /**
     * How a cluster is found.
     *
     * @param kubeconfig the file; empty for the usual places
     * @param context the context; empty for the current one
     */
    record Id(String kubeconfig, String context) {}

    /**
     * Reads, which takes three seconds at most.
     *
     * @throws IOException when it failed, or gave no answer in time
     * @throws InvalidInputException when the cluster does not let us in
     */
    <T> T call(String what, Function<KubernetesClient, T> call) throws IOException {
        return make(reads, what, call);
    }

    /**
     * Writes, which no interrupt ends half-way.
     *
     * @param what the call in words
     * @throws IOException when it failed, or gave no answer in time and may have acted
     * @throws InvalidInputException when the cluster does not let us in
     */
    <T> T write(String what, Function<KubernetesClient, T> call) throws IOException {
        return make(writes, what, call);
    }

    private <T> T make(Calls calls, String what, Function<KubernetesClient, T> call) throws IOException {
        int attempt = 1;
        while (true) {
            try {
                return calls.make(what + " of " + this, () -> call.apply(client));
            } catch (IOException e) {
                if (!(e.getCause() instanceof KubernetesClientException failure)) {
                    throw e;
                }
                if (answer(failure).getCode() != TOO_MANY_REQUESTS || attempt++ == ATTEMPTS) {
                    throw refusal(what, answer(failure), e);
                }
                // What was turned away has not acted.
                LockSupport.parkNanos(THROTTLED.toNanos());
            }
        }
    }

    /** The client wraps what was answered in what it tried, which has no code. */
    private static KubernetesClientException answer(KubernetesClientException failure) {
        KubernetesClientException answer = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException inner && inner.getCode() > 0) {
                answer = inner;
            }
        }
        return answer;
    }

    private IOException refusal(String what, KubernetesClientException answer, IOException whole) {
        if (answer.getCode() <= 0) {
            return new IOException(what + ": " + this + " does not answer: " + root(answer), whole);
        }
        switch (answer.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED:
                throw InvalidInputException.of(
                        what + ": " + this + " does not know who asks (401)",
                        "a login in the kubeconfig that has not expired");
            case HttpURLConnection.HTTP_FORBIDDEN:
                throw InvalidInputException.of(
                        what + ": " + this + " does not allow it (403): " + words(answer),
                        "a role that allows it, and a quota or pod security standard that does");
            case HttpURLConnection.HTTP_GONE:
                return new Pages.ExpiredException(what + ": " + this + " no longer knows the list (410)", whole);
            default:
                return new IOException(
                        what + ": " + this + " answered " + answer.getCode() + ": " + words(answer), whole);
        }
    }

    /** What the API server itself says. */
    static String words(KubernetesClientException answer) {
        return answer.getStatus() == null
                ? answer.getMessage()
                : answer.getStatus().getMessage();
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** The address of its API, without a slash at the end. */
    String server() {
        return client.getMasterUrl().toString().replaceAll("/$", "");
    }

    /** What the kubeconfig calls it; nothing when there is none, and no cluster around this process either. */
    Optional<String> name() {
        Config config = client.getConfiguration();
        if (config.getCurrentContext() != null) {
            return Optional.of(config.getCurrentContext().getContext().getCluster());
        }
        return Optional.ofNullable(config.getAutoOAuthToken()).map(token -> RefersToCluster.Name.AROUND);
    }

    URI address(Thing thing) {
        return URI.create(server() + thing.path());
    }

    /**
     * How a guard removes what carries a mark.
     *
     * @throws IOException when it could not get in
     */
    Remove removal(Thing thing, Mark mark) throws IOException {
        return new Remove(address(thing), mark.text(), access());
    }

    /**
     * How a guard gets in.
     *
     * @throws IOException when keys cannot be read
     * @throws InvalidInputException when the kubeconfig trusts any server: a guard does not
     */
    Access access() throws IOException {
        Config config = client.getConfiguration();
        if (config.isTrustCerts()) {
            throw InvalidInputException.of(
                    "the kubeconfig of " + this + " trusts any server (insecure-skip-tls-verify)",
                    "a certificate-authority, so that what heals in our place knows whom it talks to");
        }
        String token = config.getAutoOAuthToken() == null ? "" : config.getAutoOAuthToken();
        String trusted = pem(config.getCaCertData(), config.getCaCertFile());
        if (config.getClientKeyData() == null && config.getClientKeyFile() == null) {
            return new Access(token, trusted, "", "", "");
        }
        Key key = clientKey(config);
        return new Access(
                token,
                trusted,
                pem(config.getClientCertData(), config.getClientCertFile()),
                Base64.getEncoder().encodeToString(key.getEncoded()),
                key.getAlgorithm());
    }

    private static Key clientKey(Config config) throws IOException {
        char[] passphrase = config.getClientKeyPassphrase() == null
                ? new char[0]
                : config.getClientKeyPassphrase().toCharArray();
        try {
            KeyStore store = CertUtils.createKeyStore(
                    config.getClientCertData(),
                    config.getClientCertFile(),
                    config.getClientKeyData(),
                    config.getClientKeyFile(),
                    config.getClientKeyAlgo(),
                    new String(passphrase),
                    null,
                    null);
            String alias = store.aliases().nextElement();
            return store.getKey(alias, passphrase);
        } catch (GeneralSecurityException e) {
            throw new IOException("the client key of the kubeconfig cannot be read: " + e.getMessage(), e);
        }
    }

    private static String pem(String data, String file) throws IOException {
        if (data == null && file == null) {
            return "";
        }
        return new String(CertUtils.getInputStreamFromDataOrFile(data, file).readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "the cluster at " + server();
    }
}
