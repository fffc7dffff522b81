/** Faults on what runs in a Kubernetes cluster. */
@NullMarked
package dev.aftershock.kubernetes;

import org.jspecify.annotations.NullMarked;
