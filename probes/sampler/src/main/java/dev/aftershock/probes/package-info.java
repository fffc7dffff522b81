/**
 * The instrument at work: probes, the open-loop sampler that paces them, and the journal of acknowledged writes.
 *
 * <p>Nothing here knows of faults. A sampler can watch a live system just as well as an experiment.
 */
@NullMarked
package dev.aftershock.probes;

import org.jspecify.annotations.NullMarked;
