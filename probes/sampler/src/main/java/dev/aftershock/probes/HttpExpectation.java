package dev.aftershock.probes;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What an answer must be like to be right.
 *
 * @param path of the value that is compared in the body
 * @param value the text that it must have
 * @param lasting how long the server's certificate must still be good for
 */
record HttpExpectation(
        HttpStatuses statuses,
        Optional<HttpHeader> header,
        Optional<JsonPath> path,
        Optional<String> value,
        Optional<Duration> lasting) {

    static HttpExpectation of(HttpGet settings) {
        return new HttpExpectation(
                new HttpStatuses(settings.status()),
                settings.header().map(HttpHeader::parse),
                settings.json().map(JsonPath::parse),
                settings.equals(),
                settings.tlsExpiresAfter());
    }

    /**
     * Judges a whole answer by the first thing that is wrong with it.
     *
     * @param body what looked for {@link #path} in the body
     * @param today tells the date, which is all that a certificate knows of time
     */
    Answer judge(HttpAnswer response, Optional<JsonSearch> body, InstantSource today) {
        return Stream.<Problem>of(
                        () -> status(response.status()),
                        () -> length(response.withinCap()),
                        () -> header.flatMap(expected -> expected.problem(response.headers())),
                        () -> body.flatMap(search -> search.problem(value)),
                        () -> lasting.flatMap(least -> expiry(response.session(), today.instant(), least)))
                .flatMap(problem -> problem.find().stream())
                .findFirst()
                .map(Answer::failed)
                .orElse(Answer.OK);
    }

    private Optional<String> status(int status) {
        return statuses.contain(status)
                ? Optional.empty()
                : Optional.of("status " + status + " instead of " + statuses);
    }

    private static Optional<String> length(boolean withinCap) {
        return withinCap ? Optional.empty() : Optional.of("the body is longer than " + HttpLine.MOST_BYTES + " bytes");
    }

    private static Optional<String> expiry(Optional<SSLSession> session, Instant now, Duration least) {
        if (session.isEmpty()) {
            return Optional.of("the answer came without TLS, so there is no certificate; expected https");
        }
        try {
            Certificate certificate = session.get().getPeerCertificates()[0];
            Instant end = ((X509Certificate) certificate).getNotAfter().toInstant();
            return end.isBefore(now.plus(least))
                    ? Optional.of("the certificate expires at " + end + ", sooner than " + least + " from now")
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.of("the server showed no certificate: " + Desk.oneLine(e));
        }
    }

    private interface Problem {
        Optional<String> find();
    }
}
