package dev.aftershock.springboot;

import java.util.Locale;

/** Which beans an assault is made on, by what Spring takes them for. */
public enum Watcher {
    /** {@code @Controller}. */
    CONTROLLER,
    /** {@code @RestController}. */
    REST_CONTROLLER,
    /** {@code @Service}. */
    SERVICE,
    /** {@code @Repository}, and what Spring Data makes. */
    REPOSITORY,
    /** {@code @Component}. */
    COMPONENT,
    /** Calls made with a {@code RestTemplate}. */
    REST_TEMPLATE,
    /** Calls made with a {@code WebClient}. */
    WEB_CLIENT;

    /** As Chaos Monkey writes it. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
            key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return key.toString();
    }
}
