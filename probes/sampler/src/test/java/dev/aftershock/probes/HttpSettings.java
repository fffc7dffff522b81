package dev.aftershock.probes;

import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes settings from what an experiment would say. */
final class HttpSettings {

    private HttpSettings() {}

    static HttpGet of(Map<String, String> written, String... more) {
        Problems problems = new Problems();
        var settings = Binder.bind(HttpGet.class, keyed(written, more), List.of(), problems);
        if (!problems.all().isEmpty()) {
            throw new IllegalArgumentException(problems.all().toString());
        }
        return settings.orElseThrow();
    }

    /** What is wrong with the settings of a probe. */
    static <S extends Record> String problem(Class<S> settings, Map<String, String> written) {
        Problems problems = new Problems();
        Binder.bind(settings, keyed(written), List.of(), problems);
        return String.join("; ", problems.all().stream().map(Problem::toString).toList());
    }

    private static Value.Keyed keyed(Map<String, String> written, String... more) {
        Map<String, Value> values = new LinkedHashMap<>();
        written.forEach((key, text) -> values.put(key, value(text)));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], value(more[i + 1]));
        }
        return new Value.Keyed(values, Map.of(), Place.CODE);
    }

    private static Value value(String text) {
        return new Value.Scalar(text, Place.CODE);
    }
}
