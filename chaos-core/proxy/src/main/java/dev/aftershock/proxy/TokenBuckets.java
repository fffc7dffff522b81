package dev.aftershock.proxy;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The lines of one server by name: one is forgotten when no proxy has it any more. For the control thread only. */
final class TokenBuckets {
    private final Map<String, WeakReference<TokenBucket>> shared = new HashMap<>();

    /** The line of that name, or one that nobody else has. */
    TokenBucket of(Optional<String> name) {
        shared.values().removeIf(held -> held.get() == null);
        TokenBucket found = name.map(shared::get).map(WeakReference::get).orElseGet(TokenBucket::new);
        name.ifPresent(given -> shared.putIfAbsent(given, new WeakReference<>(found)));
        return found;
    }
}
