package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The test case that Allure's own library runs on this thread: a run within a test is part of that test. */
interface RunningCase extends Results {

    String LIBRARY = "io.qameta.allure.AllureLifecycle";

    /** By what Allure knows the test case. */
    String uuid();

    /** Adds what a case of our own would hold. */
    void add(ObjectNode ours);

    /**
     * Finds it. A test case belongs to its thread, and the engine reports on the thread that called it, which in a JUnit test
     * is the test's.
     *
     * @return empty without the library on the class path, and outside a test
     */
    static Optional<RunningCase> find() {
        try {
            Class.forName(LIBRARY, false, RunningCase.class.getClassLoader());
            return LifecycleCase.current();
        } catch (ClassNotFoundException | LinkageError notThisLibrary) {
            return Optional.empty();
        }
    }
}
