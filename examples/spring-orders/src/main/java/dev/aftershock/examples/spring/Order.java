package dev.aftershock.examples.spring;

/**
 * What a client orders.
 *
 * @param id given by the client, so that an order that is sent twice is one order
 * @param payload what is ordered
 */
record Order(String id, String payload) {}
