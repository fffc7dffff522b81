package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

/** A proxy that a case made, and shorthands for what cases do with it. */
record MadeProxy(ApiClient api, String name, int port) {
    String path() {
        return "/proxies/" + name;
    }

    String listen() {
        return "127.0.0.1:" + port;
    }

    Peer connect() {
        return Peer.connect(port);
    }

    /** Adds a toxic of {@code type} with the given attribute members; its name is the default one. */
    void toxic(String type, String stream, String attributes) {
        String body = "{\"type\":\"" + type + "\",\"stream\":\"" + stream + "\",\"attributes\":{" + attributes + "}}";
        assertThat(api.post(path() + "/toxics", body).status()).isEqualTo(200);
    }

    void change(String toxic, String attributes) {
        assertThat(api.patch(path() + "/toxics/" + toxic, "{\"attributes\":{" + attributes + "}}")
                        .status())
                .isEqualTo(200);
    }

    void remove(String toxic) {
        assertThat(api.delete(path() + "/toxics/" + toxic).status()).isEqualTo(204);
    }

    void patch(String body) {
        assertThat(api.patch(path(), body).status()).isEqualTo(200);
    }

    String json(String upstream, boolean enabled) {
        return "{\"name\":\"" + name + "\",\"listen\":\"" + listen() + "\",\"upstream\":\"" + upstream
                + "\",\"enabled\":" + enabled + ",\"Logger\":{},\"toxics\":[]}";
    }
}
