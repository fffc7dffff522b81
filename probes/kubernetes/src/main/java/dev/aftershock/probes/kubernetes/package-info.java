/**
 * Probes that look at a Kubernetes cluster: whether pods, endpoints or nodes are ready, and whether
 * somebody leads.
 *
 * <pre>{@code
 * probes:
 *   - name: orders-ready
 *     kubernetes-ready: {target: shop, workload: deployment/orders}
 *   - name: orders-reachable
 *     kubernetes-endpoints: {target: shop, service: orders, at-least: 2}
 *   - name: east
 *     kubernetes-nodes: {target: shop, nodes: topology.kubernetes.io/region=east}
 *   - name: leader
 *     kubernetes-lease: {target: shop, lease: orders-leader}
 * }</pre>
 *
 * <p><b>What an attempt costs.</b> Nothing: a probe lists once, watches from there, and answers from what the watch told.
 * Every half {@code stale-after} it asks for the metadata of the same objects, which is all of its steady traffic.
 *
 * <p><b>Blindness.</b> That list proves the watch: when everything it shows has been told, what is known was right at the
 * time at which the list was asked for; an event proves the same for the time of its arrival. When the watch breaks, and
 * when nothing was proven for longer than {@code stale-after}, attempts are {@code NOT_SENT}: the cluster may be well or
 * not, and it is the observer that does not know. They are neither good, since nobody saw it, nor bad, since an API server
 * that is away is no outage of the workload. A gap widens the brackets of the edges that it touches, and one that is long
 * makes the verdict INCONCLUSIVE. After a gap the probe lists anew, and never goes on from an old version.
 *
 * <p><b>Detection and redundancy.</b> What a cluster does about a failure is seen in its state: R1 runs to when
 * {@code kubernetes-nodes} finds too few nodes ready, or {@code kubernetes-ready} without {@code at-least} too few pods,
 * or {@code kubernetes-lease} another leader than before, and R5 to when {@code kubernetes-ready} finds all of them ready again. A change that happened in a gap ends neither, since nobody knows
 * when it was.
 *
 * <p><b>Resolution.</b> An attempt is answered a tenth of a second after it was made, from what the watch has told by then: an
 * event of the API server travels some milliseconds, so that the answer was true at some moment in between, and brackets hold
 * the moment of a change. A {@code within} below that is never kept. When a connection goes silent without being closed, answers
 * of the last {@code stale-after} may be too old. What the API server itself learns late, such as the loss of a node, is seen as
 * late: that is the time to detect it.
 */
@NullMarked
package dev.aftershock.probes.kubernetes;

import org.jspecify.annotations.NullMarked;
