package dev.aftershock.engine;

/**
 * An experiment with what is needed to speak about it.
 *
 * @param name the file's name; empty for one built in Java
 * @param experiment the value
 * @param places where its parts were written
 * @param source the text that it was read from, before substitution; empty for one built in Java
 */
public record ReadExperiment(String name, Experiment experiment, Places places, String source) {

    /** An experiment that was built in Java. */
    public static ReadExperiment inCode(Experiment experiment) {
        return new ReadExperiment("", experiment, new Places(), "");
    }
}
