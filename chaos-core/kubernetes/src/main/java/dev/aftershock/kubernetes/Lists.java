package dev.aftershock.kubernetes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and maps, which the API leaves out when they are empty. */
final class Lists {

    private Lists() {}

    /** What is not there is empty. */
    static <T> List<T> of(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** What is not there is empty. */
    static <K, V> Map<K, V> of(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
