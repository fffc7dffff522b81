package dev.aftershock.probes.kubernetes;

import dev.aftershock.probes.kubernetes.Standing.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a mirror has yet to be told until it has everything that a list shows. Looked at object by object, as events tell of them: there
 * may be thousands. Not thread-safe.
 */
final class Comparison {

    private final long version;
    private final Map<String, Long> listed;
    private final Set<String> missing = new HashSet<>();
    private final Set<String> surplus = new HashSet<>();

    /**
     * Of a list.
     *
     * @param version its own
     * @param listed that of each object by its uid
     */
    Comparison(long version, Map<String, Long> listed) {
        this.version = version;
        this.listed = new HashMap<>(listed);
    }

    /** Looks at all objects of the list, and all of the mirror. */
    void lookAtAll(Standing standing, Set<String> deleted) {
        listed.keySet().forEach(uid -> look(uid, standing, deleted));
        standing.objects().keySet().forEach(uid -> look(uid, standing, deleted));
    }

    /**
     * Looks at one object, of which something was told.
     *
     * @param deleted those that the mirror was told to be gone
     */
    void look(String uid, Standing standing, Set<String> deleted) {
        Optional<Entry> entry = Optional.ofNullable(standing.objects().get(uid));
        if (listed.containsKey(uid)) {
            boolean has = entry.map(each -> each.version() >= listed.get(uid)).orElseGet(() -> deleted.contains(uid));
            keep(missing, uid, !has);
        } else {
            keep(surplus, uid, entry.filter(each -> each.version() <= version).isPresent());
        }
    }

    private static void keep(Set<String> uids, String uid, boolean wanted) {
        if (wanted) {
            uids.add(uid);
        } else {
            uids.remove(uid);
        }
    }

    /** Whether nothing is to be waited for. */
    boolean isOver() {
        return missing.isEmpty() && surplus.isEmpty();
    }
}
