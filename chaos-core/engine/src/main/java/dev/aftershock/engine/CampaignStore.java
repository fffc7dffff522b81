package dev.aftershock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Keeps a campaign in {@code campaign.json} in its folder. Stateless and thread-safe. */
public final class CampaignStore {

    private static final String FILE = "campaign.json";
    private static final long LARGEST = 16L << 20;

    private CampaignStore() {}

    /** Replaces the file as a whole, so that a reader, or the next start, sees the old one or the new one. */
    static void write(Path directory, Campaign campaign) throws IOException {
        Path next = directory.resolve(FILE + ".next");
        ByteBuffer text = StandardCharsets.UTF_8.encode(Json.writePretty(CampaignJson.write(campaign)));
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a campaign back.
     *
     * @param place the campaign's folder, or its {@code campaign.json}
     * @throws IOException when there is none or it cannot be read; the message says what is wrong with it
     */
    public static Campaign load(Path place) throws IOException {
        Path file = Files.isDirectory(place) ? place.resolve(FILE) : place;
        if (!Files.isRegularFile(file)) {
            throw new IOException(place + " is no folder of a campaign: there is no " + file);
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " holds " + Files.size(file) + " bytes, more than any campaign's 16 MiB");
        }
        try {
            return CampaignJson.read(Json.read(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no record of a campaign: " + e.getMessage(), e);
        }
    }
}
