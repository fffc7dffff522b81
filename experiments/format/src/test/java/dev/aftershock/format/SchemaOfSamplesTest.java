package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.aftershock.engine.Registry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaOfSamplesTest {

    private static final String TEXT = JsonSchema.of(SampleParts.registry());
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = SCHEMAS.getSchema(TEXT);

    @ParameterizedTest
    @ValueSource(strings = {SampleFiles.FAILOVER, SampleFiles.EVERYTHING})
    void goodFilesAreValid(String text) {
        assertThat(errors(text, InputFormat.YAML)).isEmpty();
    }

    @Test
    void theJsonFileIsValidToo() {
        assertThat(errors(SampleFiles.FAILOVER_JSON, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aftershock: 1|aftershock: 2",
                "aftershock: 1|# none",
                "title: |titel: ",
                "rto: 5s|rto: 5",
                "rpo: 0 writes|rpo: few",
                "{rto: 5s, rpo: 0 writes}|{}",
                "postgres-pair:|postgres-pear:",
                "orders-db: {|Orders_DB: {",
                "lab:|targets:",
                "replication: \"${var:replication:-sync}\"|replication: sometimes",
                "failover-after: 300ms|failover-after: 300",
                "failover-after: 300ms|failover: 300ms",
                "failover-after: 300ms|members: many",
                "name: orders-write|label: orders-write",
                "target: orders-db,|",
                "every: 2ms|evry: 2ms",
                "bad-at-most: 1%|bad-at-most: 0.01",
                "for: 2s|lasting: 2s",
                "process-kill: {|proces-kill: {",
                "inject: {|injct: {",
                "- inject: {process-kill: {target: orders-db.primary}}|- heal: []",
                "- inject: {process-kill: {target: orders-db.primary}}|- {heal: x, for: 3s}",
                "- inject: {process-kill: {target: orders-db.primary}}|- {heal: x, together: []}",
                "stop-after: 60s|stop-after: a minute"
            })
    void brokenFilesAreInvalidAndRefusedByTheReaderToo(String good, String bad) {
        String text = SampleFiles.failover(good, bad == null ? "" : bad);
        assertThat(errors(text, InputFormat.YAML)).isNotEmpty();
        assertThat(SampleParts.problems(text)).isNotEmpty();
    }

    @Test
    void theSchemaItselfFollowsItsDraft() {
        Schema meta = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(TEXT, InputFormat.JSON)).isEmpty();
    }

    @Test
    void withoutPartsTheSchemaIsStillOneAndLetsNothingPass() {
        Schema empty = SCHEMAS.getSchema(JsonSchema.of(new Registry(List.of(), List.of(), List.of())));
        assertThat(empty.validate(SampleFiles.FAILOVER, InputFormat.YAML)).isNotEmpty();
    }

    private static List<Error> errors(String text, InputFormat format) {
        return SCHEMA.validate(text, format);
    }
}
