/**
 * A real Kubernetes cluster started for a run: its control plane, nodes of its own that run pods on this machine, and
 * simulated nodes for scale. Everything it starts, mounts or makes on the host bears the name of its folder, so that it
 * can be found and removed later.
 */
@NullMarked
package dev.aftershock.cluster;

import org.jspecify.annotations.NullMarked;
