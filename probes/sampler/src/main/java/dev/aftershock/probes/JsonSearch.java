package dev.aftershock.probes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks for one value in a JSON text that comes in parts, keeping none of it. Not thread-safe. */
final class JsonSearch implements Consumer<ByteBuffer> {

    private static final int DEEPEST = 200;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final JsonPath path;
    private final int depth;
    private final JsonParser parser;
    private Optional<String> scalar = Optional.empty();
    private Optional<String> container = Optional.empty();
    private Optional<String> malformed = Optional.empty();

    JsonSearch(JsonPath path) {
        this.path = path;
        this.depth = path.depth();
        try {
            this.parser = FACTORY.createNonBlockingByteBufferParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void accept(ByteBuffer part) {
        if (part.hasRemaining() && malformed.isEmpty()) {
            read(() -> ((ByteBufferFeeder) parser.getNonBlockingInputFeeder()).feedInput(part));
        }
    }

    /**
     * Ends the text.
     *
     * @param expected the value's text; without it any value will do
     * @return what is wrong; empty when the value is right
     */
    Optional<String> problem(Optional<String> expected) {
        if (malformed.isEmpty()) {
            read(() -> parser.getNonBlockingInputFeeder().endOfInput());
        }
        if (malformed.isPresent()) {
            return Optional.of("the body is not JSON: " + malformed.get());
        }
        boolean right = expected.isPresent()
                ? scalar.equals(expected)
                : scalar.or(() -> container).isPresent();
        String found = scalar.map(JsonPath::quoted).or(() -> container).orElse("missing");
        return right
                ? Optional.empty()
                : Optional.of(path.written() + " is " + found + ", expected "
                        + expected.map(JsonPath::quoted).orElse("a value"));
    }

    private void read(Feeding feeding) {
        try {
            feeding.feed();
            JsonToken token = parser.nextToken();
            while (token != null && token != JsonToken.NOT_AVAILABLE) {
                look(token);
                token = parser.nextToken();
            }
        } catch (JsonProcessingException e) {
            malformed = Optional.of(JsonPath.quoted(e.getOriginalMessage()));
        } catch (IOException e) {
            malformed = Optional.of(Desk.oneLine(e));
        }
    }

    private void look(JsonToken token) throws IOException {
        JsonStreamContext at = parser.getParsingContext();
        if (token.isScalarValue() && isThere(at) && scalar.or(() -> container).isEmpty()) {
            scalar = Optional.of(parser.getText());
        } else if (token.isStructStart() && isThere(at.getParent())) {
            container = container.or(() -> Optional.of(token == JsonToken.START_OBJECT ? "an object" : "a list"));
        }
    }

    private boolean isThere(JsonStreamContext at) {
        return at.getNestingDepth() == depth && at.pathAsPointer().equals(path.pointer());
    }

    private interface Feeding {
        void feed() throws IOException;
    }
}
