/**
 * Faults on network links that run through a server speaking Toxiproxy's HTTP API: the embedded one or Shopify's own.
 *
 * <p>{@link dev.aftershock.toxiproxy.LinkServer} makes links; {@link dev.aftershock.toxiproxy.LinkDown},
 * {@link dev.aftershock.toxiproxy.LinkLatency} and {@link dev.aftershock.toxiproxy.LinkTimeout} break them. Everything
 * made on a server carries the run's name, and nothing else is ever touched there.
 */
@NullMarked
package dev.aftershock.toxiproxy;

import org.jspecify.annotations.NullMarked;
