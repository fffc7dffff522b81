package dev.aftershock.kubernetes;

import java.util.List;
import java.util.Locale;

/** Which way connections are cut, as the chosen pods see it. */
public enum CutDirection {
    /** Those that others open to them. */
    INGRESS,
    /** Those that they open. */
    EGRESS,
    /** Both. */
    BOTH;

    /** The words of network policies for it. */
    List<String> types() {
        return switch (this) {
            case INGRESS -> List.of("Ingress");
            case EGRESS -> List.of("Egress");
            case BOTH -> List.of("Ingress", "Egress");
        };
    }

    /** In words. */
    @Override
    public String toString() {
        return this == BOTH ? "both ways" : name().toLowerCase(Locale.ROOT) + " alone";
    }
}
