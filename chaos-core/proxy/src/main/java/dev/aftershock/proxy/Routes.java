package dev.aftershock.proxy;

import java.util.List;
import java.util.Set;

/** Which paths the API knows, whatever the verb. */
final class Routes {

    private static final Set<String> TOP = Set.of("version", "reset", "proxies");

    private Routes() {}

    static boolean known(List<String> path) {
        return switch (path.size()) {
            case 1 -> TOP.contains(path.get(0));
            case 2 -> path.get(0).equals("proxies");
            case 3, 4 -> path.get(0).equals("proxies") && path.get(2).equals("toxics");
            default -> false;
        };
    }
}
