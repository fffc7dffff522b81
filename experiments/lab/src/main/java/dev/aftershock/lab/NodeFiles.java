package dev.aftershock.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The files of one server: where they are and what the lab writes into them. */
record NodeFiles(Path home, ServerUser user) {

    /** The file by which a running server locks its data. */
    static final String LOCK = "postmaster.pid";

    /** The server's data directory. */
    Path data() {
        return home.resolve("data");
    }

    /** What the server says. */
    Path log() {
        return home.resolve("server.log");
    }

    /** Makes the folders; only the server's user may look into the data. */
    void make() throws IOException {
        Files.createDirectories(data());
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx------"));
        user.give(data());
        Files.setPosixFilePermissions(
                home, PosixFilePermissions.fromString(user.other().isPresent() ? "rwx--x--x" : "rwx------"));
    }

    /**
     * Removes the lock of a server that is known to be dead. The next one would refuse the data as long as a process of
     * that number is listed, be it a zombie or somebody else's.
     */
    void unlock() throws IOException {
        Files.deleteIfExists(data().resolve(LOCK));
    }

    /** Writes a file that the server's user alone may read. */
    Path write(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
        user.give(file);
        return file;
    }

    /** The configuration that both roles share; fsync stays on, because losing writes is what is measured. */
    void configure(String clusterName, InetSocketAddress address) throws IOException {
        write(data().resolve("postgresql.conf"), """
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                # in the title of every process: the mark by which leftovers are found
                cluster_name = '%s'
                max_connections = 100
                shared_buffers = 32MB
                # files below the data directory, which vanish with it
                dynamic_shared_memory_type = mmap
                wal_level = replica
                max_wal_senders = 10
                hot_standby = on
                wal_keep_size = 256MB
                wal_retrieve_retry_interval = 200ms
                wal_receiver_status_interval = 1s
                wal_receiver_timeout = 5s
                wal_sender_timeout = 5s
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_line_prefix = '%%m [%%p] '
                """.formatted(
                        address.getAddress().getHostAddress(), address.getPort(), clusterName));
    }

    /** Makes a copy the standby of a primary that is reached at an address. */
    void followPrimary(String member, InetSocketAddress primary, Login login) throws IOException {
        write(data().resolve("standby.signal"), "");
        write(
                data().resolve("postgresql.auto.conf"),
                ("primary_conninfo = 'host=%s port=%d user=%s password=%s application_name=%s"
                                + " connect_timeout=2 sslmode=disable gssencmode=disable'%n")
                        .formatted(
                                primary.getHostString(),
                                primary.getPort(),
                                login.user(),
                                login.password().reveal(),
                                member));
    }
}
