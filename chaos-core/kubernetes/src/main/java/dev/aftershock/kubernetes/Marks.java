package dev.aftershock.kubernetes;

import dev.aftershock.engine.Marked;
import java.io.IOException;
import java.util.List;

/** A provider of faults that put a mark on objects, by which they are found when a run's journal is lost. */
interface Marks {

    /**
     * What carries the mark of any run in a namespace, or on the nodes of its cluster, as far as we may look: a run with the
     * least rights cannot have left more than it may see.
     *
     * @throws IOException when the cluster does not answer
     */
    List<Marked> marked(Cluster cluster, String namespace) throws IOException;
}
