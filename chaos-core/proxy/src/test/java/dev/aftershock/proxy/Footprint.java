package dev.aftershock.proxy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process occupies that servers must give back. */
record Footprint(long descriptors, long threads) {

    static Footprint now() {
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("aftershock-proxy"))
                .count();
        long descriptors = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
        return new Footprint(descriptors, threads);
    }

    boolean within(Footprint most) {
        return descriptors <= most.descriptors && threads <= most.threads;
    }
}
