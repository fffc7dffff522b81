package dev.aftershock.probes;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Says what it means that a request got no answer. */
public final class HttpErrors {

    private static final int DEEPEST_CAUSE = 8;

    private HttpErrors() {}

    /** The answer to an attempt; a failure of this machine or of the client says nothing of the system. */
    public static Answer answerTo(Throwable error) {
        Throwable cause = causeOf(error);
        if (cause instanceof TimeoutException) {
            return Answer.timedOut(String.valueOf(cause.getMessage()));
        }
        String detail = cause instanceof ConnectException ? "cannot connect: " + reason(cause) : Desk.oneLine(cause);
        return isOurs(cause) ? Answer.notSent(detail) : Answer.failed(detail);
    }

    /** Whether the request was certainly never sent, because there was no connection to send it on. */
    static boolean wasNeverSent(Throwable error) {
        return causeOf(error) instanceof ConnectException;
    }

    private static Throwable causeOf(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static boolean isOurs(Throwable error) {
        // The client reads numbers in an answer's head without care; such an answer is the system's doing.
        boolean theirs = error instanceof IOException || error instanceof NumberFormatException;
        return !theirs
                || Shortage.isCauseOf(error)
                || String.valueOf(error.getMessage()).contains("selector manager");
    }

    /** The client often leaves the message to a cause, and the last cause without any. */
    private static String reason(Throwable error) {
        Throwable at = error;
        for (int depth = 0; depth < DEEPEST_CAUSE && at.getMessage() == null && at.getCause() != null; depth++) {
            at = at.getCause();
        }
        return Desk.oneLine(at);
    }
}
