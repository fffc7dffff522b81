package dev.aftershock.junit;

import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of a class as a build does: by JUnit's launcher, in a process of its own, with every listener found. */
final class SuiteOfItsOwn {

    private SuiteOfItsOwn() {}

    /** The name of the class, and where runs are recorded. */
    public static void main(String[] words) {
        LauncherFactory.create()
                .execute(request()
                        .selectors(DiscoverySelectors.selectClass(words[0]))
                        .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                        .configurationParameter(ChaosExperimentExtension.OUT, words[1])
                        .build());
    }
}
