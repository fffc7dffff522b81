package dev.aftershock.engine;

import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.JdbcTarget;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Settings of the target {@code jdbc}: a running database.
 *
 * @param url the JDBC URL as its clients use it, without credentials
 * @param user the user to connect as
 * @param password the password, best given as <code>${secret:NAME}</code>
 */
public record JdbcAddress(
        @Setting("The JDBC URL as its clients use it, with every host that may become primary.")
        String url,

        @Setting("The user to connect as.") String user,

        @Setting(value = "The password, best given as ${secret:NAME}.", byDefault = "")
        Secret password)
        implements JdbcTarget {

    /** Checks the form. */
    public JdbcAddress {
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "'url' is no JDBC URL; expected one such as jdbc:postgresql://host:5432/db");
        }
        if (lower.contains("password=") || lower.matches("jdbc:[a-z]+://[^/]*:[^/]*@.*")) {
            throw new IllegalArgumentException(
                    "'url' holds a password, which would stand in reports; give it as 'password'");
        }
    }

    /** Refers to databases; starts nothing. Stateless. */
    public static final class Provider extends ReferenceProvider<JdbcAddress> {

        /** For the service loader. */
        public Provider() {
            super("jdbc", "A running database that is reached through JDBC.", JdbcAddress.class, "");
        }

        @Override
        public List<TargetInfo> describe(String name, JdbcAddress settings) {
            return List.of(new TargetInfo(name, "database at " + settings.url(), Set.of(JdbcTarget.class)));
        }

        @Override
        protected Object target(JdbcAddress settings) {
            return settings;
        }
    }
}
