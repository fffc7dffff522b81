package dev.aftershock.engine;

/** Makes one line of text fit for a record: no control characters, a bounded length. */
final class OneLine {

    private static final int LONGEST = 300;

    private OneLine() {}

    static String of(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return of(message == null || message.isBlank() ? name : name + ": " + message);
    }

    static String of(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }
}
