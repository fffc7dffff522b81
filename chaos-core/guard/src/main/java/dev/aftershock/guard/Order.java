package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What to heal, and when at the latest.
 *
 * @param id names it
 * @param withinMillis from its arrival on
 * @param remedies applied in this order
 */
record Order(String id, long withinMillis, List<Remedy> remedies) {

    Order {
        remedies = List.copyOf(remedies);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(id);
        out.writeLong(withinMillis);
        out.writeInt(remedies.size());
        for (Remedy remedy : remedies) {
            remedy.write(out);
        }
    }

    static Order read(DataInputStream in) throws IOException {
        String id = in.readUTF();
        long within = in.readLong();
        List<Remedy> remedies = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            remedies.add(Remedy.read(in));
        }
        return new Order(id, within, remedies);
    }

    /**
     * Applies all remedies, the later ones also when an earlier one fails.
     *
     * @throws IOException the first failure
     */
    String apply() throws IOException {
        List<String> seen = new ArrayList<>();
        IOException failed = null;
        for (Remedy remedy : remedies) {
            try {
                seen.add(remedy.apply());
            } catch (IOException | RuntimeException e) {
                IOException failure = e instanceof IOException io ? io : new IOException(e);
                if (failed == null) {
                    failed = failure;
                } else {
                    failed.addSuppressed(failure);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
        return String.join("; ", seen);
    }
}
