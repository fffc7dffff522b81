package dev.aftershock.probes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.aftershock.measurement.Survivor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes the answer to the read of one record, and tells how often and how intact the record is in it. Not thread-safe. */
final class HttpCopies implements Consumer<ByteBuffer> {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String FIELD = "payload";

    private final HttpWrite expected;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    HttpCopies(HttpWrite expected) {
        this.expected = expected;
    }

    @Override
    public void accept(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        body.writeBytes(bytes);
    }

    /** The record's copies; empty for an empty list. */
    List<Survivor> found() {
        TreeMap<Long, Integer> copies = new TreeMap<>();
        hashes().forEach(hash -> copies.merge(hash, 1, Integer::sum));
        return copies.entrySet().stream()
                .map(each -> new Survivor(expected.writer(), expected.seq(), each.getKey(), each.getValue()))
                .toList();
    }

    private List<Long> hashes() {
        List<Long> hashes = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(body.toByteArray())) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_ARRAY) {
                return List.of(hashOf(json));
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                hashes.add(hashOf(json));
            }
            return hashes;
        } catch (IOException e) {
            // No JSON, so its text is all there is to compare.
            return List.of(text().contains(expected.payload()) ? expected.hash() : HttpWrite.hashOf(text()));
        }
    }

    /** The hash of one value's payload; the parser stands at its first token, and then at its last. */
    private long hashOf(JsonParser json) throws IOException {
        Optional<String> field = Optional.empty();
        boolean mentioned = false;
        int depth = 0;
        do {
            JsonToken token = json.currentToken();
            if (token == null) {
                throw new IOException("the text ends within a value");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING) {
                mentioned |= json.getText().contains(expected.payload());
            }
            if (token.isScalarValue() && FIELD.equals(json.currentName()) && field.isEmpty()) {
                field = Optional.of(json.getText());
            }
            if (depth > 0) {
                json.nextToken();
            }
        } while (depth > 0);
        long whole = mentioned ? expected.hash() : HttpWrite.hashOf(text());
        return field.map(HttpWrite::hashOf).orElse(whole);
    }

    private String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
