/**
 * An embedded fault proxy that speaks Toxiproxy's HTTP API, so that every client of Toxiproxy can drive it.
 *
 * <p>All state belongs to one event loop: connections, toxics and proxies are touched by its thread alone. The API runs on
 * a thread of its own and hands its work over, each piece under a deadline, so that it always answers.
 */
@NullMarked
package dev.aftershock.proxy;

import org.jspecify.annotations.NullMarked;
