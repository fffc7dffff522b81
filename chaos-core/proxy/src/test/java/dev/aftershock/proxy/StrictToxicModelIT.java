package dev.aftershock.proxy;

/** Toxics that are interrupted and begin anew, as Toxiproxy's do, lose no byte either and hang nothing. */
class StrictToxicModelIT extends ToxicModelIT {
    @Override
    boolean strict() {
        return true;
    }
}
