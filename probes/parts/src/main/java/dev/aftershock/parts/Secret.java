package dev.aftershock.parts;

/** A text that no output may show; its {@link #toString()} is always {@code ***}. */
public final class Secret {

    private final String value;

    /** Wraps the text. */
    public Secret(String value) {
        this.value = value;
    }

    /** The text itself; call it only where the secret is used. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
