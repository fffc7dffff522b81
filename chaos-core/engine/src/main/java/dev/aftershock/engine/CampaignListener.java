package dev.aftershock.engine;

/** Watches a campaign live, with the run of each trial; calls come from one thread at a time and must return quickly. */
public interface CampaignListener extends RunListener {

    /** A trial begins, one of so many if none is decided earlier. */
    default void trialBegins(int number, int atMost) {}

    /** A trial is over. */
    default void trialEnded(Trial trial, int atMost) {}
}
