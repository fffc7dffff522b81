package dev.aftershock.junit;

/** For which part of a test a fault acts. */
public enum During {
    /** The body of the test method alone. */
    BODY,
    /** The body, and what runs before and after each test. */
    TEST
}
