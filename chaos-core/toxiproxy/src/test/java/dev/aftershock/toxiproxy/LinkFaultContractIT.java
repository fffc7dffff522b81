package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every link fault keeps the contract, on the embedded server and on a real one; at night also with a lease. */
class LinkFaultContractIT extends FaultContract {

    private static final String LINK = "app -> db";

    @Override
    protected Class<?> module() {
        return LinkDown.class;
    }

    @Override
    protected List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String where : RealServer.andEmbedded()) {
            cases.add(each(where, "down", Map.of("link", LINK)));
            cases.add(each(where, "down", Map.of("link", "app -> *")));
            cases.add(each(where, "latency", Map.of("link", LINK, "value", "200ms", "jitter", "20ms")));
            cases.add(each(where, "latency", Map.of("link", LINK, "value", "100ms", "stream", "both")));
            cases.add(each(where, "timeout", Map.of("link", LINK)));
            cases.add(each(where, "timeout", Map.of("link", LINK, "value", "50ms", "stream", "upstream")));
            cases.add(each(where, "bandwidth", Map.of("link", LINK, "rate", "1")));
            cases.add(each(where, "slow-close", Map.of("link", LINK, "value", "1s")));
            cases.add(each(where, "reset-peer", Map.of("link", LINK)));
            cases.add(each(where, "slicer", Map.of("link", LINK, "size", "4", "variation", "1", "delay", "5ms")));
            cases.add(each(where, "limit-data", Map.of("link", LINK, "bytes", "3")));
        }
        cases.add(each(LinkServer.EMBEDDED, "stall", Map.of("link", LINK)));
        cases.add(each(LinkServer.EMBEDDED, "loss", Map.of("link", LINK, "rate", "1000000")));
        cases.add(each(LinkServer.EMBEDDED, "corrupt", Map.of("link", LINK, "rate", "1000000")));
        cases.add(each(LinkServer.EMBEDDED, "latency", Map.of("link", LINK, "value", "200500us")));
        cases.add(each(
                LinkServer.EMBEDDED,
                "latency",
                Map.of("link", LINK, "value", "250ms", "jitter", "20ms", "distribution", "pareto")));
        cases.add(each(LinkServer.EMBEDDED, "http", Map.of("link", LINK, "status", "503")));
        cases.add(each(LinkServer.EMBEDDED, "drop-connection", Map.of("link", LINK)));
        if (Boolean.getBoolean("aftershock.nightly")) {
            cases.add(each(LinkWorld.OWN, "down", Map.of("link", LINK)));
            cases.add(each(LinkWorld.OWN, "latency", Map.of("link", LINK, "value", "200ms")));
        }
        return cases;
    }

    private static Case each(String where, String kind, Map<String, String> written) {
        return new Case(kind, written, Heals.FROM_RECIPE_ALONE, () -> LinkWorld.on(where, Talker.answering()));
    }
}
