package dev.aftershock.proxy;

/**
 * What every proxy of one server shares.
 *
 * @param seed where every random decision starts
 * @param strict whether traffic meets Toxiproxy's own defects
 * @param buckets the lines that proxies share
 */
record Services(Loops loops, Addresses addresses, long seed, boolean strict, TokenBuckets buckets) {}
