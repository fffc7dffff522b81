package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.probes.Answer;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what an error of a driver means. */
final class SqlErrors {

    private static final int DEEPEST_CAUSE = 8;
    private static final int LONGEST_LINE_CHARS = 300;
    private static final String READ_ONLY = "25006";
    private static final String NO_RESOURCES = "53";
    private static final String CANNOT_CONNECT_NOW = "57P03";

    private SqlErrors() {}

    /** What the client may conclude about the write: refused only when it was provably not applied. */
    static Result resultOf(SQLException error) {
        String state = stateOf(error);
        boolean refused = state.equals(READ_ONLY) || state.startsWith(NO_RESOURCES) || state.equals(CANNOT_CONNECT_NOW);
        return refused ? Result.REFUSED : Result.INDET;
    }

    /** Whether the connection can still be used: only a server short of resources is expected to come round. */
    static boolean keepsConnection(SQLException error) {
        return stateOf(error).startsWith(NO_RESOURCES);
    }

    /** The answer to an attempt; a shortage of this machine says nothing of the system. */
    static Answer answerTo(SQLException error, boolean late) {
        String line = oneLine(error);
        if (late || causes(error).anyMatch(SqlErrors::isTimeout)) {
            return Answer.timedOut(line);
        }
        return causes(error).anyMatch(SqlErrors::isOurShortage) ? Answer.notSent(line) : Answer.failed(line);
    }

    private static boolean isTimeout(Throwable error) {
        return error instanceof SQLTimeoutException || error instanceof SocketTimeoutException;
    }

    private static boolean isOurShortage(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof BindException
                || List.of("Too many open files", "Cannot assign requested address", "no thread left").stream()
                        .anyMatch(message::contains);
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(Optional.of(error), Optional::isPresent, each -> each.map(Throwable::getCause))
                .limit(DEEPEST_CAUSE)
                .map(Optional::orElseThrow);
    }

    /** The error's SQLSTATE and message in one line. */
    static String oneLine(SQLException error) {
        String message = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        String line = (stateOf(error) + " " + message).strip().replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), LONGEST_LINE_CHARS));
    }

    private static String stateOf(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState();
    }
}
