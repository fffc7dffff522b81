package dev.aftershock.probes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a probe once and waits for its answer, whichever way it gives it. */
final class Ask {

    private Ask() {}

    static Answer once(Probe probe, Attempt attempt) throws Exception {
        CompletableFuture<Answer> answer = begin(probe, attempt);
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static CompletableFuture<Answer> begin(Probe probe, Attempt attempt) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (probe instanceof BlockingProbe blocking) {
            answer.complete(blocking.attempt(attempt));
        } else if (probe instanceof AsyncProbe async) {
            async.attempt(attempt, (which, given) -> answer.complete(given));
        }
        return answer;
    }
}
