/** A small store of orders whose failover the tests of this module measure. */
@NullMarked
package dev.aftershock.examples.redis;

import org.jspecify.annotations.NullMarked;
