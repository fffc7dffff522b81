package dev.aftershock.proxy;

import java.util.List;
import java.util.stream.Collectors;

/** What an attribute of a toxic is set to; immutable. */
sealed interface Value {
    Value ZERO = new Whole(0);
    Value NO_TEXT = new Text("");
    Value NO_LIST = new Wholes(List.of());

    /** As answers write it. */
    String json();

    /** A whole number. */
    record Whole(long number) implements Value {
        @Override
        public String json() {
            return Long.toString(number);
        }
    }

    /** A text. */
    record Text(String text) implements Value {
        @Override
        public String json() {
            return JsonWriter.quote(text);
        }
    }

    /** Whole numbers in order. */
    record Wholes(List<Long> numbers) implements Value {
        public Wholes {
            numbers = List.copyOf(numbers);
        }

        @Override
        public String json() {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        }
    }
}
