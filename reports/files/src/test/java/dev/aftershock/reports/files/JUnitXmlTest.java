package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.SAXException;

/** What is written keeps to what readers of JUnit XML agree on, judged by the JDK's own validator. */
class JUnitXmlTest {

    private final Validator validator = validator();

    @TempDir
    Path directory;

    private static Validator validator() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(JUnitXmlTest.class.getResource("junit.xsd"))
                    .newValidator();
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(Scenes scene) {
        return new JUnitXml(new RunView(scene.result(directory))).text();
    }

    private void validate(String xml) throws SAXException, IOException {
        validator.validate(new StreamSource(new StringReader(xml)));
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void everySceneIsValid(Scenes scene) throws SAXException, IOException {
        String xml = text(scene);
        validate(xml);
        assertThat(xml).contains("timestamp=\"2026-11-22T10:15:00\"", "hostname=\"localhost\"");
        assertThat(xml).contains("file=\"postgres-failover.yaml\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<properties>|<property/><properties>",
                "<system-out>|<system-err>x</system-err><system-out>",
                "<system-out>|<error type='x' message='x'/><system-out>",
                "timestamp=\"2026-11-22T10:15:00\"|timestamp=\"2026-11-22T10:15:00Z\"",
                "hostname=\"localhost\"|host=\"localhost\"",
                "tests=\"1\"|tests=\"one\"",
                "type=\"FAIL\"|kind=\"FAIL\"",
                "<testcase |<testcase line='1' "
            })
    void theSchemaRefusesWhatReadersDo(String good, String bad) {
        String xml = text(Scenes.TOO_SLOW);
        assertThat(xml).contains(good);
        assertThatThrownBy(() -> validate(xml.replace(good, bad))).isInstanceOf(SAXException.class);
    }

    @Test
    void aRunWithoutAFileNamesNone() throws SAXException, IOException {
        Scene scene = Scenes.PASS.scene();
        scene.source = "";
        String xml = new JUnitXml(new RunView(scene.result(directory))).text();
        validate(xml);
        assertThat(xml).contains("classname=\"java\"").doesNotContain("file=");
    }
}
