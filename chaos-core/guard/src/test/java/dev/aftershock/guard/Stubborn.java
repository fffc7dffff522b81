package dev.aftershock.guard;

import java.io.IOException;
import java.util.List;

/** A process that goes on when it is asked to end, and has a child that does so too. */
final class Stubborn {

    private Stubborn() {}

    /** Argument: how many generations follow. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(Stubborn::goOn));
        int generations = Integer.parseInt(arguments[0]);
        if (generations > 0) {
            Process child = JavaProgram.of(
                            JavaProgram.FRUGAL,
                            List.of(Stubborn.class, JavaProgram.class),
                            Integer.toString(generations - 1))
                    .start();
            System.out.write(child.getInputStream().read());
        } else {
            System.out.write('x');
        }
        System.out.flush();
        Thread.currentThread().join(60_000);
    }

    private static void goOn() {
        try {
            Thread.currentThread().join(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
