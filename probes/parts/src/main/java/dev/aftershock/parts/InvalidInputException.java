package dev.aftershock.parts;

import java.util.List;
import java.util.stream.Collectors;

/** An input that cannot be used; carries every problem found in it. The command line ends with exit code 64. */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** Makes the exception; its message is the problems, one a line. */
    public InvalidInputException(List<Problem> problems) {
        super(problems.stream().map(Problem::line).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Makes the exception for a single problem found outside any file. */
    public static InvalidInputException of(String what, String expected) {
        return new InvalidInputException(List.of(new Problem(Place.CODE, what, expected, "")));
    }

    /** All problems, in the order of their places. */
    public List<Problem> problems() {
        return problems;
    }
}
