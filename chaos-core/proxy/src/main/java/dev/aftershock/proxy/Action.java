package dev.aftershock.proxy;

/** What a method of a path does. */
interface Action {
    Reply run(Request request) throws ApiError;
}
