/** The failover of Redis in containers, broken and measured. */
@NullMarked
package dev.aftershock.examples.redis;

import org.jspecify.annotations.NullMarked;
