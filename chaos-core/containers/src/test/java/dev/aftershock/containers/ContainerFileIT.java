package dev.aftershock.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remedy;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of a Redis server, which reads them when it is started. */
class ContainerFileIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String FILE = RedisWithFile.FILE;
    private static final String HELD = RedisWithFile.HELD;
    private static final String OURS = HELD.replace("77", "99") + "# ours\n";

    @TempDir
    static Path folder;

    private static Optional<RedisWithFile> redis = Optional.empty();

    private final ContainerFile.Provider files = new ContainerFile.Provider();

    @BeforeAll
    static void startRedis() throws IOException {
        Files.writeString(folder.resolve("mounted"), "a file of the host\n");
        redis = Optional.of(RedisWithFile.on(folder));
    }

    @AfterAll
    static void removeRedis() {
        redis.ifPresent(RedisWithFile::close);
    }

    @BeforeEach
    void asItWas() throws IOException {
        db().reset();
    }

    private static RedisWithFile db() {
        return redis.orElseThrow();
    }

    private static Path file() {
        return db().seen(FILE);
    }

    private PreparedFault prepared(ContainerTarget target, String path, String content) throws IOException {
        ContainerFile settings = new ContainerFile("db", path, Optional.of(content), Optional.empty());
        return files.prepare(settings, new FaultContext("run", "fault", OneTarget.named("db", target)))
                .get(0);
    }

    private PreparedFault injected(ContainerTarget target) throws Exception {
        PreparedFault fault = prepared(target, FILE, OURS);
        fault.inject();
        assertThat(fault.effect()).isPresent();
        return fault;
    }

    /** What the guard sees once the engine has done what it was asked for. */
    private static String guard(PreparedFault fault) {
        Remedy remedy = ((Bound.ByGuard) fault.bound()).remedies().get(0);
        return await().atMost(SOON).ignoreExceptions().until(remedy::apply, seen -> !seen.isEmpty());
    }

    private String healed(UndoRecipe recipe) throws IOException {
        files.heal(recipe, HealContext.afterDeath());
        HealCheck check = files.verifyHealed(recipe, HealContext.afterDeath());
        assertThat(check.healed()).as(check.evidence()).isTrue();
        return check.evidence();
    }

    private static void assertAsItWas() throws IOException {
        assertThat(file()).hasContent(HELD);
        assertThat(db().isOwnedAsBefore()).isTrue();
    }

    @Test
    void aServerThatIsStartedAgainReadsWhatWasPutThereAndAfterHealingWhatItHeld() throws Exception {
        assertThat(db().clients()).isEqualTo("77");
        PreparedFault fault = injected(db());
        assertThat(db().isOwnedAsBefore()).isTrue();
        db().restart();
        assertThat(db().clients()).isEqualTo("99");

        assertThat(healed(fault.undo())).contains(FILE, "is as it was, with its " + HELD.length() + " bytes");
        assertAsItWas();
        db().restart();
        assertThat(db().clients()).isEqualTo("77");
    }

    @Test
    void theGuardAlonePutsItBackAlsoInAContainerThatWasStoppedSince() throws Exception {
        PreparedFault fault = injected(db());
        Server.docker().stopContainerCmd(db().id()).withTimeout(1).exec();
        assertThat(guard(fault)).isEqualTo(FILE + " is as it was, with its " + HELD.length() + " bytes");
        Server.docker().startContainerCmd(db().id()).exec();
        assertAsItWas();
        assertThat(healed(fault.undo())).contains("is as it was");
    }

    @Test
    void whatSomebodyElseHasPutThereStaysAndIsTold() throws Exception {
        PreparedFault fault = injected(db());
        Files.writeString(file(), "theirs");
        assertThat(guard(fault)).contains("was changed by somebody else since, and is left as it is");
        assertThat(healed(fault.undo())).contains("was changed by somebody else since");
        assertThat(file()).hasContent("theirs");

        Files.write(file(), new byte[1 << 20]);
        assertThat(guard(fault)).contains("something larger since, which is left as it is");
        assertThat(healed(fault.undo())).contains("was replaced by something else since");
        assertThat(Files.size(file())).isEqualTo(1 << 20);

        Files.delete(file());
        assertThat(guard(fault)).isEqualTo(FILE + " is gone");
        assertThat(healed(fault.undo())).contains("was removed by somebody else since");
        assertThat(file()).doesNotExist();
    }

    @Test
    void whatSomebodyElseChangedJustBeforeIsNotTouched() throws Exception {
        PreparedFault fault = prepared(db(), FILE, OURS);
        Files.writeString(file(), "theirs");
        assertThatThrownBy(fault::inject).isInstanceOf(IOException.class).hasMessageContaining("it was not touched");
        assertThat(fault.effect()).isEmpty();
        healed(fault.undo());
        assertThat(file()).hasContent("theirs");
    }

    @Test
    void whatWasCutOffInTheMiddleIsPutBack() throws Exception {
        PreparedFault fault = injected(db());
        Files.writeString(file(), OURS.substring(0, 20));
        assertThat(files.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isFalse();
        healed(fault.undo());
        assertAsItWas();
    }

    @Test
    void aContainerThatWasRemovedNeedsNothing() throws Exception {
        try (RedisWithFile another = RedisWithFile.on(folder)) {
            PreparedFault fault = injected(another);
            Server.docker().removeContainerCmd(another.id()).withForce(true).exec();
            assertThat(guard(fault)).isEqualTo(FILE + " is gone");
            assertThat(healed(fault.undo())).endsWith("was removed");
        }
    }

    @Test
    void aFileInAFolderThatIsMountedIsReplacedToo() throws Exception {
        Path state = Files.writeString(folder.resolve("a b&c+%41"), "of the host");
        PreparedFault fault = prepared(db(), RedisWithFile.KEPT + "/a b&c+%41", "x".repeat(64 * 1024));
        fault.inject();
        assertThat(fault.effect()).isPresent();
        assertThat(state).hasSize(64 * 1024);
        assertThat(guard(fault)).endsWith("is as it was, with its 11 bytes");
        assertThat(state).hasContent("of the host");
    }

    @Test
    void whatIsNoFileOrElsewhereIsRefusedBeforeAnythingIsTouched() throws Exception {
        Files.createSymbolicLink(db().seen("/etc/link.conf"), Path.of(FILE));
        Files.createSymbolicLink(db().seen("/linked"), Path.of("etc"));
        Files.write(db().seen("/etc/large"), new byte[64 * 1024 + 1]);
        refused("/etc/none.conf", "where nothing is; expected a file there");
        refused("/nowhere/redis.conf", "and there is no /nowhere; expected a file there");
        refused(FILE + "/more", "and " + FILE + " is no folder; expected folders on the way");
        refused("/etc/redis", "which is a folder; expected a regular file");
        refused("/etc/link.conf", "and /etc/link.conf is a link to " + FILE + "; expected the path of the file itself");
        refused("/linked/redis/redis.conf", "and /linked is a link to etc; expected the path of the file itself");
        refused("/etc/large", "which has 65537 bytes; expected at most 64 KiB");
        assertThatThrownBy(() -> prepared(db(), FILE, HELD))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds that already");
        assertAsItWas();
    }

    @Test
    void whatNoEngineReplacesIsRefusedBeforeAnythingIsTouched() throws Exception {
        refused(RedisWithFile.MOUNTED, "where something is mounted, which an engine cannot replace");
        refused(RedisWithFile.SCRATCH + "/file", "in the tmpfs at /scratch, into which engines do not look");
        refused(RedisWithFile.NEVER + "/mounted", "in what is mounted read-only at /kept/never; expected a file that");
        try (RedisWithFile sealed = RedisWithFile.sealed()) {
            refused(sealed, FILE, "whose root is read-only; expected a file in one of its mounts that can be written");
        }
    }

    private void refused(String path, String expected) {
        refused(db(), path, expected);
    }

    private void refused(ContainerTarget target, String path, String expected) {
        assertThatThrownBy(() -> prepared(target, path, OURS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'path' is '" + path + "' of container ")
                .hasMessageContaining(expected);
    }
}
