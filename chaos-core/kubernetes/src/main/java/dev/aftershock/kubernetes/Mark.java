package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;

/**
 * What an object carries for as long as a fault has changed it: whose fault it is, and how it is undone.
 *
 * @param kind of the fault
 * @param owner the run and the fault, as the value of a label
 */
record Mark(String kind, String owner) {

    private static final String OURS = "aftershock.dev/";
    private static final int MOST_LETTERS = 63;

    /** The label that tells whose fault of this kind has changed an object. */
    static String label(String kind) {
        return OURS + kind;
    }

    /** The mark of one fault of a run. */
    static Mark of(String kind, String runId, String faultId) {
        String owner = (runId + "." + faultId).replaceAll("[^A-Za-z0-9._-]", "-");
        String shortened = owner.length() > MOST_LETTERS ? owner.substring(0, MOST_LETTERS) : owner;
        return new Mark(kind, shortened.replaceAll("[^A-Za-z0-9]+$", ""));
    }

    /** The run; all of the owner when no run wrote it. */
    String run() {
        return owner.contains(".") ? owner.substring(0, owner.indexOf('.')) : owner;
    }

    String label() {
        return label(kind);
    }

    /** The annotation that holds the patch which undoes the fault. */
    String undo() {
        return label() + ".undo";
    }

    /** Whether an object carries it. */
    boolean isOn(ObjectMeta object) {
        return owner.equals(Lists.of(object.getLabels()).get(label()));
    }

    /** How it stands in the text of an object that the API gives. */
    String text() {
        return "\"" + label() + "\":\"" + owner + "\"";
    }
}
