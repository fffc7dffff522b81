package dev.aftershock.examples.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** A client of the service; what is not answered well is an exception. */
record Shop(RestClient client) {

    static Shop at(int port) {
        return new Shop(RestClient.create("http://127.0.0.1:" + port));
    }

    boolean order(String id) {
        return client.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("id", id, "payload", "a book"))
                .retrieve()
                .toBodilessEntity()
                .getStatusCode()
                .is2xxSuccessful();
    }

    List<String> ids() {
        String[] ids = client.get().uri("/orders").retrieve().body(String[].class);
        return Optional.ofNullable(ids).map(Arrays::asList).orElseThrow();
    }
}
