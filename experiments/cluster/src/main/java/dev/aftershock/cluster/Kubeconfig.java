package dev.aftershock.cluster;

import dev.aftershock.parts.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Who may do everything in the cluster, and where it is.
 *
 * @param user the name that the audit log shows
 * @param token what proves it
 */
record Kubeconfig(String user, Secret token) {

    static final String CONTEXT = "lab";
    private static final int TOKEN_BYTES = 24;

    /** A user with a token that nobody else knows. */
    static Kubeconfig random(String user) {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return new Kubeconfig(user, new Secret(HexFormat.of().formatHex(token)));
    }

    /** The user's line in the API server's file of tokens. */
    String line() {
        return "%s,%s,%s,\"system:masters\"%n".formatted(token.reveal(), user, user);
    }

    /** The file by which the user reaches the cluster. */
    String text(URI server, Path certificate) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: lab
                  cluster: {server: "%s", certificate-authority: "%s"}
                users:
                - name: "%s"
                  user: {token: "%s"}
                contexts:
                - name: %s
                  context: {cluster: lab, user: "%s"}
                current-context: %s
                """.formatted(server, certificate, user, token.reveal(), CONTEXT, user, CONTEXT);
    }
}
