/**
 * Faults on network links that run through a server speaking Toxiproxy's HTTP API: the embedded one or Shopify's own.
 *
 * <p>{@link dev.aftershock.toxiproxy.LinkServer} makes links; {@link dev.aftershock.toxiproxy.LinkDown} and the other
 * {@code Link} records, one for each of Toxiproxy's toxics, break them. Everything made on a server carries the run's name,
 * and nothing else is ever touched there. A new fault made of a toxic is one record with a provider that extends
 * {@code ToxicProvider}, one line in {@code META-INF/services}, and a case in the contract.
 */
@NullMarked
package dev.aftershock.toxiproxy;

import org.jspecify.annotations.NullMarked;
