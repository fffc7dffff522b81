package dev.aftershock.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The Unix-domain sockets that proxies may listen on and lead to: those in the given directories and nowhere else, because
 * whoever may call the API would otherwise reach every socket of the user that runs it, that of a container engine too.
 *
 * @param dirs absolute directories; none opens no socket
 */
record UnixSockets(List<Path> dirs) {
    private static final String PREFIX = "unix:";

    /** What the kernel has room for ({@code sun_path}, unix(7)). */
    private static final int MAX_PATH_BYTES = 107;

    static boolean isMeant(String text) {
        return text.startsWith(PREFIX);
    }

    static String print(UnixDomainSocketAddress address) {
        return PREFIX + address.getPath();
    }

    /** The socket that {@code text} names, links resolved; asks the file system, so never call it on an event loop. */
    UnixDomainSocketAddress address(String text) throws ApiError {
        String path = text.substring(PREFIX.length());
        if (dirs.isEmpty()) {
            throw refused(path, "this server opens no Unix sockets: start it with --unix-sockets DIR");
        }
        if (path.length() > MAX_PATH_BYTES) {
            throw refused(path, "expected at most " + MAX_PATH_BYTES + " characters");
        }
        try {
            Path real = real(Path.of(path));
            for (Path dir : dirs) {
                if (real.startsWith(dir.toRealPath())) {
                    return UnixDomainSocketAddress.of(real);
                }
            }
        } catch (IOException | InvalidPathException e) {
            throw refused(path, "expected an absolute path in a directory that exists");
        }
        throw refused(path, "expected a path in one of " + dirs);
    }

    private static Path real(Path path) throws IOException {
        Path dir = path.getParent();
        Path name = path.getFileName();
        if (!path.isAbsolute() || dir == null || name == null) {
            throw new IOException("not an absolute path of a file");
        }
        return Files.exists(path) ? path.toRealPath() : dir.toRealPath().resolve(name);
    }

    private static ApiError refused(String path, String expected) {
        return ApiError.address("unix socket " + path + ": " + expected);
    }

    /** Removes a socket file that nobody listens on any more: a server that was killed leaves its own behind. */
    static void removeDead(UnixDomainSocketAddress address) throws ApiError {
        Path file = address.getPath();
        try {
            if (Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isOther()
                    && isDead(address)) {
                Files.delete(file);
            }
        } catch (NoSuchFileException free) {
            // As it should be.
        } catch (IOException e) {
            throw refused(file.toString(), "cannot be taken over: " + e.getMessage());
        }
    }

    private static boolean isDead(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel knock = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A full queue of a live listener must not hold this up.
            knock.configureBlocking(false);
            knock.connect(address);
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}
