package dev.aftershock.probes;

import java.net.http.HttpHeaders;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A server's whole answer to a request; its body went to whoever asked.
 *
 * @param status the status code
 * @param headers the head's fields
 * @param withinCap whether the body was no longer than {@link HttpLine#MOST_BYTES}
 * @param session the TLS session; empty without TLS
 */
public record HttpAnswer(int status, HttpHeaders headers, boolean withinCap, Optional<SSLSession> session) {}
