package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.aftershock.engine.Registry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema, judged by an independent validator. */
class JsonSchemaTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JsonSchema.of(Toys.registry()), InputFormat.JSON);

    @Test
    void theGoodFileIsValid() {
        assertThat(errors(Files.GOOD_JSON)).isEmpty();
        assertThat(Files.problems(Files.GOOD_JSON)).isEmpty();
    }

    @Test
    void referencesAreValidWhereverAValueStands() {
        String text = Files.GOOD_JSON
                .replace("\"10s\"", "\"${var:rto}\"")
                .replace("\"strict\": true", "\"strict\": \"${var:strict}\"")
                .replace("\"nodes\": 2", "\"nodes\": \"${env:NODES}\"")
                .replace("\"very-soft\"", "\"${var:mode}\"")
                .replace("\"0.5%\"", "\"${var:bad:-1%}\"");
        assertThat(errors(text)).isEmpty();
    }

    /** What the schema refuses the reader refuses too, and neither lets a common mistake through. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"aftershock\": 1,                | ",
                "\"aftershock\": 1,                | \"aftershock\": 2,",
                "\"title\": \"The link is cut\",   | ",
                "\"title\": \"The link is cut\"    | \"titel\": \"The link is cut\"",
                "\"rto\": \"10s\"                  | \"rto\": 10",
                "\"rto\": \"10s\"                  | \"rto\": \"10\"",
                "\"rto\": \"10s\"                  | \"rto\": \"ten s\"",
                "{\"rto\": \"10s\", \"rpo\": \"0 writes\"} | {}",
                "\"rpo\": \"0 writes\"             | \"rpo\": \"none\"",
                "\"shop\": {\"box\"                | \"Shop!\": {\"box\"",
                "{\"box\": {\"nodes\": 2}}         | {\"bux\": {\"nodes\": 2}}",
                "{\"box\": {\"nodes\": 2}}         | {}",
                "\"nodes\": 2                      | \"nodes\": 2.5",
                "\"nodes\": 2                      | \"nods\": 2",
                "\"name\": \"orders\",             | ",
                "\"target\": \"shop.api\",         | ",
                "\"strict\": true                  | \"strict\": \"yes\"",
                "\"very-soft\"                     | \"soft\"",
                "\"25%\"                           | \"25\"",
                "\"for\": \"2s\"                   | \"lasting\": \"2s\"",
                "{\"heal\": \"slowly\"}            | {\"heel\": \"slowly\"}",
                "{\"heal\": \"slowly\"}            | {\"heal\": \"slowly\", \"inject\": {\"cut\": \"a\"}}",
                "\"within\": \"30s\"               | \"within\": \"soon\"",
                "{\"cut\": \"bank -> *\"}          | {\"cut\": \"a\", \"slow\": {\"value\": \"1s\"}}",
                "{\"cut\": \"bank -> *\"}          | {\"slow\": \"1s\"}",
                "\"stop-after\": \"1m\"            | \"stop-after\": 60",
            })
    void whatIsBrokenIsRefusedBySchemaAndReaderAlike(String old, String replacement) {
        assertThat(Files.GOOD_JSON).contains(old);
        String broken = Files.GOOD_JSON.replace(old, replacement == null ? "" : replacement);
        assertThat(errors(broken)).as("schema").isNotEmpty();
        assertThat(Files.problems(broken)).as("reader").isNotEmpty();
    }

    /** What the reader takes, the schema must take too, or an editor would mark files that work. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"10s\"                      | \"PT10S\"",
                "\"10s\"                      | \"1.5 h\"",
                "\"rpo\": \"0 writes\"        | \"rpo\": \"1 write\"",
                "\"rpo\": \"0 writes\"        | \"rpo\": \"250ms\"",
                "\"rto\": \"10s\", \"rpo\": \"0 writes\" | \"rpo\": \"250ms\"",
                "[\"a\", \"b\"]               | \"a\"",
                "[\"a\", \"b\"]               | []",
                "\"title\": \"The link is cut\" | \"title\": 42",
                "{\"nodes\": 2}               | {}",
                "{\"cut\": \"bank -> *\"}     | {\"cut\": {\"link\": \"a\"}}",
                "\"25%\"                      | \"0.125 %\"",
                "{\"heal\": \"slowly\"}       | {\"name\": \"mend\", \"heal\": \"slowly\"}",
            })
    void whatTheReaderTakesIsValid(String old, String replacement) {
        assertThat(Files.GOOD_JSON).contains(old);
        String other = Files.GOOD_JSON.replace(old, replacement);
        assertThat(Files.problems(other)).as("reader").isEmpty();
        assertThat(errors(other)).as("schema").isEmpty();
    }

    @Test
    void equalPartsGiveTheSameTextInAnyOrder() {
        Registry registry = Toys.registry();
        Registry reversed = new Registry(
                reversed(registry.faults().values()),
                reversed(registry.probes().values()),
                reversed(registry.targets().values()));
        assertThat(JsonSchema.of(reversed)).isEqualTo(JsonSchema.of(Toys.registry()));
    }

    @Test
    void theTextIsPlainJsonWithoutTracesOfTheBuild() {
        assertThat(JsonSchema.of(Toys.registry()))
                .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"")
                .endsWith("}\n")
                .doesNotContain("@", "dev.aftershock", "\t", "\r", "java.", "\0", "SNAPSHOT")
                .contains("\"A toy named cut.\"", "\"The password.\"");
    }

    private static List<String> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static <T> List<T> reversed(Collection<T> items) {
        List<T> reversed = new ArrayList<>(items);
        Collections.reverse(reversed);
        return reversed;
    }
}
