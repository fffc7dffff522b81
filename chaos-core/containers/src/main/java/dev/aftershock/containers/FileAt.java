package dev.aftershock.containers;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.TarHead;
import dev.aftershock.guard.TarredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A path in a container, through the archives that its engine gives and takes.
 *
 * @param id of the container
 */
record FileAt(Docker docker, String id, String path) {

    /** No larger file is read or replaced: what it held stands in the journal. */
    static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_OF_ARCHIVE = MOST_BYTES + 16 * 1024;

    /** Up to the last folder on its way. */
    String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** The same container's file that a recipe names. */
    static FileAt of(Docker docker, UndoRecipe recipe, String path) {
        return new FileAt(docker, recipe.fact(Subject.CONTAINER), path);
    }

    /** What is there; nothing when nothing is. */
    Optional<TarHead> head() throws IOException {
        Optional<byte[]> archive = archive();
        return archive.isEmpty() ? Optional.empty() : Optional.of(TarHead.read(archive.get()));
    }

    /** The file that is there; nothing when there is none, or what is there is no regular file of at most 64 KiB. */
    Optional<TarredFile> read() throws IOException {
        Optional<byte[]> archive = archive();
        if (archive.isEmpty() || TarHead.read(archive.get()).size() > MOST_BYTES) {
            return Optional.empty();
        }
        return TarredFile.read(archive.get());
    }

    /** The beginning of what the engine gives. */
    private Optional<byte[]> archive() throws IOException {
        return docker.ask("reading " + this, engine -> {
            try (InputStream archive =
                    engine.copyArchiveFromContainerCmd(id, path).exec()) {
                return Optional.of(archive.readNBytes(MOST_OF_ARCHIVE));
            } catch (NotFoundException missing) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Puts a file of the same name there. */
    void put(TarredFile file) throws IOException {
        docker.change("writing " + this, engine -> engine.copyArchiveToContainerCmd(id)
                .withRemotePath(folder())
                .withNoOverwriteDirNonDir(true)
                // An engine that is asked to see to the owner gives it to the user that the container runs as.
                .withCopyUIDGID(false)
                .withTarInputStream(new ByteArrayInputStream(file.tar()))
                .exec());
    }

    @Override
    public String toString() {
        return path + " of container " + Docker.shortened(id);
    }
}
