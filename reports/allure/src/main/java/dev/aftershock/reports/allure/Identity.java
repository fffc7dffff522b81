package dev.aftershock.reports.allure;

import dev.aftershock.engine.RunHeader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * By what Allure knows a run and an experiment.
 *
 * @param uuid of this run; the same when the same run is reported again
 * @param testCaseId of the experiment, in every run
 * @param historyId of the experiment with its faults, in every run; never depends on what was measured
 * @param fullName the experiment's file and title
 */
record Identity(String uuid, String testCaseId, String historyId, String fullName) {

    static Identity of(RunHeader header) {
        String fullName = source(header) + "#" + Plain.line(header.title());
        String faults = String.join("\n", header.faults());
        return new Identity(
                uuid(header.runId() + "\n" + header.startedAt() + "\n" + fullName),
                md5(fullName),
                md5(fullName + "\n" + faults),
                fullName);
    }

    static String source(RunHeader header) {
        String source = Plain.line(header.source());
        return source.isEmpty() ? "java" : source;
    }

    /** A file's name that belongs to this run; generated, so that no text of a run gets into a path. */
    String attachment(int index, String extension) {
        return uuid(uuid + "/" + index) + "-attachment." + extension;
    }

    private static String uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Allure's own kind of identifier; nothing here is a secret. */
    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format(java.util.Locale.ROOT, "%032x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
