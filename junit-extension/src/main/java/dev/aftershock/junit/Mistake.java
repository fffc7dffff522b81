package dev.aftershock.junit;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import java.lang.reflect.Method;
import java.util.List;

/** A mistake in the annotations of a test, told with its place in the code. Stateless. */
final class Mistake {

    private Mistake() {}

    static InvalidInputException at(Method test, String what, String expected) {
        return at(place(test), what, expected);
    }

    static String place(Method test) {
        return test.getDeclaringClass().getSimpleName() + "." + test.getName();
    }

    static InvalidInputException at(String where, String what, String expected) {
        return new InvalidInputException(List.of(new Problem(new Place(where, 0, 0), what, expected, "")));
    }

    /** The same mistakes, where the value really stands. */
    static InvalidInputException at(String where, InvalidInputException found) {
        Place place = new Place(where, 0, 0);
        return new InvalidInputException(found.problems().stream()
                .map(each -> new Problem(place, each.what(), each.expected(), each.didYouMean()))
                .toList());
    }
}
