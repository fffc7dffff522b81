package dev.aftershock.cluster;

/**
 * What a node is, before it runs.
 *
 * @param name as the cluster knows it
 * @param number counts from 1 among nodes of its sort
 * @param region where it stands
 * @param letter its zone's letter in that region
 */
record NodeSpec(String name, int number, String region, String letter) {

    static final String REGION_LABEL = "topology.kubernetes.io/region";
    static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    /** All pods of all nodes. */
    static final String PODS = "10.244.0.0/16";

    /** The full name of its zone. */
    String zone() {
        return region + "-" + letter;
    }

    /** The addresses of its pods. */
    String subnet() {
        return "10.244." + number + ".0/24";
    }

    /** Its own address, which is the gateway of its pods. */
    String address() {
        return "10.244." + number + ".1";
    }
}
