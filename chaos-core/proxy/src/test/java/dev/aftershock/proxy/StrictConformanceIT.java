package dev.aftershock.proxy;

/** The rows against the server of this module in strict mode: it must do what Toxiproxy does where the default does not. */
class StrictConformanceIT extends EmbeddedConformanceIT {
    @Override
    public boolean strict() {
        return true;
    }
}
