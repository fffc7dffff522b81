package dev.aftershock.proxy;

/**
 * An HTTP request as far as the API looks at it.
 *
 * @param path decoded, without the query
 * @param userAgent empty when absent; so are {@code host} and {@code origin}
 */
record Request(String method, String path, String body, String userAgent, String host, String origin) {}
