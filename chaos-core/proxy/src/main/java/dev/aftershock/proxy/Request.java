package dev.aftershock.proxy;

/**
 * An HTTP request as far as the API looks at it.
 *
 * @param path decoded, without the query
 * @param sender what its headers say of whoever sent it
 */
record Request(String method, String path, String body, Sender sender) {

    /** Headers that decide whether a request is answered; each empty when absent. */
    record Sender(String userAgent, String host, String origin, String authorization) {}
}
