package dev.aftershock.proxy;

/**
 * An HTTP answer before it is written.
 *
 * @param contentType empty for none
 * @param matched whether a route answered, which decides about the request-id header
 */
record Reply(int status, String contentType, String body, boolean matched) {
    private static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    static Reply json(int status, String body) {
        return new Reply(status, JSON, body, true);
    }

    static Reply noContent() {
        return new Reply(204, "", "", true);
    }

    /** Toxiproxy sends its JSON errors as plain text. */
    static Reply error(ApiError error) {
        return new Reply(error.status(), TEXT, errorFields(error) + "}\n", true);
    }

    static String errorFields(ApiError error) {
        return "{\"error\":" + JsonWriter.quote(error.text()) + ",\"status\":" + error.status();
    }

    static Reply text(int status, String line) {
        return new Reply(status, TEXT, line + "\n", true);
    }

    static Reply notFound() {
        return new Reply(404, TEXT, "404 page not found\n", false);
    }

    static Reply wrongMethod() {
        return new Reply(405, "", "", false);
    }
}
