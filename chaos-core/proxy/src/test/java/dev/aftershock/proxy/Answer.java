package dev.aftershock.proxy;

import java.net.http.HttpHeaders;
import java.util.List;

/** An HTTP answer as a client sees it. */
record Answer(int status, String body, HttpHeaders headers) {
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Everything in the answer that Toxiproxy's documentation promises for an error. */
    List<Object> error() {
        return List.of(status, body, header("Content-Type"), header("X-Content-Type-Options"));
    }

    static List<Object> errorOf(int status, String message) {
        String body = "{\"error\":\"" + message + "\",\"status\":" + status + "}\n";
        return List.of(status, body, "text/plain; charset=utf-8", "nosniff");
    }
}
