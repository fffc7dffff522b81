package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published schema says what is written, no less and no more. */
class VerdictSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(VerdictSchema.text(), InputFormat.JSON);
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]+");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    private final JsonNode schema = read(VerdictSchema.text());

    @TempDir
    Path directory;

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode verdict(Scenes scene) {
        return read(new VerdictJson(new RunView(scene.result(directory))).text());
    }

    private static List<Error> errors(JsonNode verdict) {
        return SCHEMA.validate(verdict.toString(), InputFormat.JSON);
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void theVerdictOfEverySceneIsValid(Scenes scene) {
        assertThat(errors(verdict(scene))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenes.class,
            names = {"SHARDED", "BROWNOUT"})
    void anUnknownFieldIsRefusedWhereverItStands(Scenes scene) {
        JsonNode verdict = verdict(scene);
        List<ObjectNode> objects = new ArrayList<>();
        collect(verdict, objects);
        assertThat(objects).hasSizeGreaterThan(50);
        for (ObjectNode each : objects) {
            each.put("nonsense", 1);
            assertThat(errors(verdict)).as("nonsense in %s", each).isNotEmpty();
            each.remove("nonsense");
        }
        assertThat(errors(verdict)).isEmpty();
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    @Test
    void itsNumberIsThatOfTheVerdictAndEveryFieldIsDescribed() {
        assertThat(schema.path("$id").asText()).endsWith(":" + VerdictJson.SCHEMA);
        assertThat(schema.at("/properties/schema/const").asInt()).isEqualTo(VerdictJson.SCHEMA);
        for (JsonNode properties : schema.findValues("properties")) {
            properties.forEach(field -> assertThat(field.isBoolean() || field.has("const") || field.has("description"))
                    .as("description of %s", field)
                    .isTrue());
        }
    }

    /** So that it cannot name what is not written any more. */
    @Test
    void everyFieldOfTheSchemaOccursInSomeScene() {
        Set<String> unseen = new TreeSet<>();
        declared(schema, "", unseen);
        schema.path("$defs").properties().forEach(def -> declared(def.getValue(), def.getKey(), unseen));
        assertThat(unseen).hasSizeGreaterThan(130);
        for (Scenes scene : Scenes.values()) {
            seen(schema, "", verdict(scene), unseen);
        }
        assertThat(unseen).isEmpty();
    }

    private static void declared(JsonNode type, String name, Set<String> fields) {
        type.path("properties").fieldNames().forEachRemaining(field -> fields.add(name + "/" + field));
    }

    private void seen(JsonNode type, String name, JsonNode value, Set<String> unseen) {
        if (type.has("$ref")) {
            String def = type.path("$ref").asText().substring("#/$defs/".length());
            seen(schema.path("$defs").path(def), def, value, unseen);
        } else if (value.isArray()) {
            value.forEach(element -> seen(type.path("items"), name, element, unseen));
        } else {
            value.properties().forEach(field -> {
                unseen.remove(name + "/" + field.getKey());
                seen(type.path("properties").path(field.getKey()), name, field.getValue(), unseen);
            });
        }
    }

    @Test
    void theReadmeNamesTheSameFields() throws IOException {
        Set<String> fields = new TreeSet<>();
        schema.findValues("properties").forEach(each -> each.fieldNames().forEachRemaining(fields::add));
        Set<String> words = new TreeSet<>();
        schema.findValues("enum").forEach(each -> each.forEach(word -> words.add(word.asText())));
        Set<String> told = new TreeSet<>();
        SPAN.matcher(section(Files.readString(Path.of("README.md"))))
                .results()
                .flatMap(span -> WORD.matcher(span.group(1)).results())
                .forEach(word -> told.add(word.group()));
        assertThat(told).containsAll(fields);
        told.removeAll(fields);
        assertThat(words).containsAll(told);
    }

    private static String section(String readme) {
        String rest = readme.substring(readme.indexOf('\n', readme.indexOf("## `verdict.json`")));
        int next = rest.indexOf("\n## ", 3);
        return next < 0 ? rest : rest.substring(0, next);
    }
}
