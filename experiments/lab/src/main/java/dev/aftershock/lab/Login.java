package dev.aftershock.lab;

import dev.aftershock.parts.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Who connects to a database.
 *
 * @param user the role
 * @param password its password, which no output shows
 */
public record Login(String user, Secret password) {

    private static final int PASSWORD_BYTES = 16;

    /** A login with a new random password. */
    static Login random(String user) {
        byte[] password = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(password);
        return new Login(user, new Secret(HexFormat.of().formatHex(password)));
    }
}
