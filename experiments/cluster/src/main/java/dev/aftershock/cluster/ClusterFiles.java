package dev.aftershock.cluster;

import dev.aftershock.lab.LabDirectory;
import dev.aftershock.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The files of one cluster: where they are, and that only we may read them. */
record ClusterFiles(LabDirectory lab) {

    private static final int KEY_BITS = 2048;
    /** The name of a socket may have 107 letters on Linux, those of the folder included. */
    private static final int MAX_PATH = 70;

    /** The folder. */
    Path home() {
        return lab.path();
    }

    /** The kubeconfig of one of the cluster's users. */
    Path kubeconfig(String user) {
        return home().resolve(user + ".kubeconfig");
    }

    /** The API server's certificate, which it makes itself. */
    Path certificate() {
        return home().resolve("cert").resolve("apiserver.crt");
    }

    /** Makes the folder. */
    void make() throws IOException {
        if (home().toString().length() > MAX_PATH) {
            throw new LabException("the path of the lab, " + home() + ", is longer than " + MAX_PATH
                    + " letters, which leaves no room for the sockets in it; set java.io.tmpdir to a shorter one");
        }
        lab.make();
    }

    /** Writes a file that nobody else may read. */
    Path write(String name, String content) throws IOException {
        Path file = home().resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    /** Makes the keys by which the cluster signs the tokens of its accounts, {@code accounts.key} and its public half. */
    void makeAccountKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            KeyPair keys = generator.generateKeyPair();
            write("accounts.key", pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            write("accounts.pub", pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static String pem(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
