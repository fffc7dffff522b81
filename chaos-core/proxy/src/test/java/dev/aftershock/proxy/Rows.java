package dev.aftershock.proxy;

/** Rows of the conformance suite; each group is an interface so that one class can run them all. */
interface Rows {
    String REFUSING = "127.0.0.1:1";

    ApiClient api();
}
