import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The traffic of the proxy's benchmark, at both of its ends; see {@code run}. {@code Load sink} serves on a port that it
 * prints; {@code Load generator} carries out a command from each line of its input and prints one line of figures for it.
 *
 * <p>A connection to the sink begins with one byte: {@code E} has it echo everything; {@code G} and eight bytes of a
 * number have it send so many bytes, over and over, after each such number.
 */
public final class Load {

    private static final int CHUNK = 256 * 1024;
    private static final int MESSAGE = 64;
    private static final List<Socket> HELD = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("sink")) {
            sink();
            return;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            long[] numbers = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            String figures;
            try {
                figures = carryOut(words[0], (int) numbers[0], numbers);
            } catch (IOException e) {
                figures = "failed " + e;
            }
            System.out.println(figures);
        }
    }

    private static String carryOut(String command, int port, long[] numbers) throws IOException {
        return switch (command) {
            case "bulk" -> bulk(port, numbers[1]);
            case "fetch" -> fetch(port, numbers[1]);
            case "roundtrip" -> roundTrips(port, (int) numbers[1], numbers[2]);
            case "connects" -> connects(port, numbers[1]);
            case "messages" -> messages(port, numbers[1], numbers[2]);
            case "hold" -> hold(port, (int) numbers[1]);
            case "release" -> release();
            default -> throw new IllegalArgumentException(command);
        };
    }

    /** Bytes a second of one connection, in the direction of the answer. */
    private static String bulk(int port, long millis) throws IOException {
        try (Socket socket = connect(port, 'G')) {
            ask(socket, Long.MAX_VALUE);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[CHUNK];
            long warm = System.nanoTime() + 300_000_000L;
            while (System.nanoTime() < warm) {
                in.read(buffer);
            }
            long from = System.nanoTime();
            long until = from + millis * 1_000_000;
            long bytes = 0;
            long now = from;
            while (now < until) {
                bytes += in.read(buffer);
                now = System.nanoTime();
            }
            return format(bytes * 1e9 / (now - from));
        }
    }

    /** Seconds that a number of bytes took; the first chunk is fetched before, to have the connection warm. */
    private static String fetch(int port, long bytes) throws IOException {
        try (Socket socket = connect(port, 'G')) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] buffer = new byte[CHUNK];
            ask(socket, bytes);
            in.readByte();
            long from = System.nanoTime();
            for (long left = bytes - 1; left > 0; ) {
                left -= in.read(buffer, 0, (int) Math.min(CHUNK, left));
            }
            return format((System.nanoTime() - from) / 1e9);
        }
    }

    /** Median and 99 % of round trips of 64 bytes, in microseconds; one at a time, with a pause between them. */
    private static String roundTrips(int port, int count, long pauseMicros) throws IOException {
        try (Socket socket = connect(port, 'E')) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            byte[] message = new byte[MESSAGE];
            long[] took = new long[count];
            for (int i = -count / 10; i < count; i++) {
                long from = System.nanoTime();
                out.write(message);
                in.readFully(message);
                if (i >= 0) {
                    took[i] = System.nanoTime() - from;
                }
                if (pauseMicros > 0) {
                    LockSupport.parkNanos(pauseMicros * 1_000);
                }
            }
            Arrays.sort(took);
            return format(took[count / 2] / 1e3) + " " + format(took[(int) (count * 0.99)] / 1e3);
        }
    }

    /** Connections a second, each with one byte there and back. */
    private static String connects(int port, long millis) throws IOException {
        long from = System.nanoTime();
        long until = from + millis * 1_000_000;
        long made = 0;
        while (System.nanoTime() < until) {
            try (Socket socket = connect(port, 'E')) {
                socket.getOutputStream().write(1);
                socket.getInputStream().read();
                made++;
            }
        }
        return format(made * 1e9 / (System.nanoTime() - from));
    }

    /** Messages of 64 bytes a second that come back while so many a second are sent, after two seconds of them. */
    private static String messages(int port, long perSecond, long millis) throws IOException {
        try (Socket socket = connect(port, 'E')) {
            AtomicLong back = new AtomicLong();
            Thread reader = new Thread(() -> drain(socket, back));
            reader.setDaemon(true);
            reader.start();
            OutputStream out = socket.getOutputStream();
            long from = System.nanoTime();
            long until = from + millis * 1_000_000;
            long settled = from + 2_000_000_000L;
            long before = -1;
            byte[] messages = new byte[MESSAGE * (int) Math.max(1, perSecond / 1_000)];
            for (long slot = 0; System.nanoTime() < until; slot++) {
                for (long due = from + slot * 1_000_000; System.nanoTime() < due; ) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                // One write a message: a proxy must not be helped by finding many of them in one piece.
                for (int at = 0; at < messages.length; at += MESSAGE) {
                    out.write(messages, at, MESSAGE);
                }
                if (before < 0 && System.nanoTime() > settled) {
                    before = back.get();
                    settled = System.nanoTime();
                }
            }
            return format((back.get() - before) / (double) MESSAGE * 1e9 / (System.nanoTime() - settled));
        }
    }

    private static void drain(Socket socket, AtomicLong bytes) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int read = socket.getInputStream().read(buffer); read >= 0; read = socket.getInputStream().read(buffer)) {
                bytes.addAndGet(read);
            }
        } catch (IOException e) {
            // The connection is over.
        }
    }

    private static String hold(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = connect(port, 'E');
            socket.getOutputStream().write(1);
            socket.getInputStream().read();
            HELD.add(socket);
        }
        return Integer.toString(HELD.size());
    }

    private static String release() throws IOException {
        for (Socket socket : HELD) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        HELD.clear();
        return "0";
    }

    private static Socket connect(int port, char what) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(what);
        return socket;
    }

    private static void ask(Socket socket, long bytes) throws IOException {
        byte[] number = new byte[8];
        for (int i = 0; i < 8; i++) {
            number[i] = (byte) (bytes >>> (56 - 8 * i));
        }
        socket.getOutputStream().write(number);
    }

    private static String format(double figure) {
        return String.format(Locale.ROOT, "%.6g", figure);
    }

    private static void sink() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
            System.out.println(listening.getLocalPort());
            ExecutorService threads = Executors.newCachedThreadPool();
            while (true) {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (in.readByte() == 'G') {
                give(in, socket.getOutputStream());
            } else {
                echo(in, socket.getOutputStream());
            }
        } catch (IOException e) {
            // The other end is gone.
        }
    }

    private static void give(DataInputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[CHUNK];
        while (true) {
            for (long left = in.readLong(); left > 0; ) {
                int part = (int) Math.min(CHUNK, left);
                out.write(buffer, 0, part);
                left -= part;
            }
        }
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
        }
    }
}
