package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The ports of a Service as a proxy carries them, each in a way of its own; ports with one target share theirs.
 *
 * @param written the ports as another Service has them that leads to the same pods
 * @param ways from the proxy to that Service
 * @param api where the proxy's API listens
 */
record CarriedPorts(List<Map<String, Object>> written, List<Way> ways, int api) {

    private static final int FIRST_API = 8474;
    private static final int FIRST_FREE = 20_000;

    /** What the other Service repeats; node ports are given to one. */
    private static final List<String> REPEATED = List.of("name", "port", "targetPort", "protocol", "appProtocol");

    /**
     * One port of the proxy.
     *
     * @param listen its number
     * @param name by which Services find it; empty when they go by the number
     * @param ports those of the Service that lead to it
     */
    record Way(int listen, String name, List<Port> ports) {

        /** The proxy's name on its server. */
        String proxy(Thing service) {
            return service.name() + "-" + listen;
        }

        /** The port of either Service that it carries. */
        int leadsTo() {
            return ports.get(0).number();
        }
    }

    /** A port of a Service. */
    record Port(String name, int number) {

        boolean answersTo(String nameOrNumber) {
            return name.equals(nameOrNumber) || Integer.toString(number).equals(nameOrNumber);
        }

        @Override
        public String toString() {
            return name.isEmpty() ? Integer.toString(number) : name + " (" + number + ")";
        }
    }

    /**
     * The ports of a Service.
     *
     * @throws InvalidInputException with everything about it that a proxy cannot carry
     */
    static CarriedPorts of(Thing thing, GenericKubernetesResource service) {
        List<Map<String, Object>> ports = ports(service);
        refuse(thing, service, ports);
        Map<Object, List<Port>> byTarget = new LinkedHashMap<>();
        for (Map<String, Object> port : ports) {
            Object target = port.getOrDefault("targetPort", port.get("port"));
            byTarget.computeIfAbsent(target, none -> new ArrayList<>())
                    .add(new Port(text(port.get("name")), number(port.get("port"))));
        }
        Set<Integer> taken = byTarget.keySet().stream()
                .filter(Number.class::isInstance)
                .map(CarriedPorts::number)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Way> ways = new ArrayList<>();
        byTarget.forEach((target, members) -> ways.add(
                target instanceof Number number
                        ? new Way(number.intValue(), "", List.copyOf(members))
                        : new Way(free(FIRST_FREE, taken), target.toString(), List.copyOf(members))));
        return new CarriedPorts(
                ports.stream().map(CarriedPorts::repeated).toList(), List.copyOf(ways), free(FIRST_API, taken));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> ports(GenericKubernetesResource service) {
        return service.get("spec", "ports") instanceof List<?> ports ? (List<Map<String, Object>>) ports : List.of();
    }

    private static Map<String, Object> repeated(Map<String, Object> port) {
        Map<String, Object> same = new LinkedHashMap<>(port);
        same.keySet().retainAll(REPEATED);
        return same;
    }

    private static int free(int first, Set<Integer> taken) {
        int port = first;
        while (!taken.add(port)) {
            port++;
        }
        return port;
    }

    private static void refuse(Thing thing, GenericKubernetesResource service, List<Map<String, Object>> ports) {
        Problems problems = new Problems();
        String address = text(service.get("spec", "clusterIP"));
        if (address.isEmpty() || address.equals("None")) {
            problems.add(
                    Place.CODE,
                    thing + " has no address of its own: its clients connect to pods",
                    "a service with a cluster address");
        }
        for (Map<String, Object> port : ports) {
            if (!"TCP".equals(port.getOrDefault("protocol", "TCP"))) {
                problems.add(
                        Place.CODE,
                        "port " + port.get("port") + " of " + thing + " is for " + port.get("protocol")
                                + ", which the proxy does not carry",
                        "a service with ports for TCP alone");
            }
        }
        for (String policy : List.of("internalTrafficPolicy", "externalTrafficPolicy")) {
            refuse(problems, thing, policy, service, "Local", "which the one node with the proxy would answer alone");
        }
        refuse(problems, thing, "sessionAffinity", service, "ClientIP", "and all clients would be the proxy");
        refuse(
                problems,
                thing,
                "publishNotReadyAddresses",
                service,
                "true",
                "but a proxy is found only when it is ready");
        problems.throwIfAny();
    }

    private static void refuse(
            Problems problems, Thing thing, String field, GenericKubernetesResource service, String value, String why) {
        if (value.equals(text(service.get("spec", field)))) {
            problems.add(
                    Place.CODE,
                    thing + " has '" + field + ": " + value + "', " + why,
                    "a service without '" + field + ": " + value + "'");
        }
    }

    /** A port of a Service, and the way that carries it. */
    record Chosen(Way way, Port port) {}

    /**
     * The way of one port.
     *
     * @param wanted its name or number; none where there is only one
     * @throws InvalidInputException when there is no such port, or it must be said which
     */
    Chosen chosen(Thing thing, Optional<String> wanted) {
        List<Chosen> all = ways.stream()
                .flatMap(way -> way.ports().stream().map(port -> new Chosen(way, port)))
                .toList();
        List<Port> known = all.stream().map(Chosen::port).toList();
        if (wanted.isEmpty() && all.size() > 1) {
            throw InvalidInputException.of(thing + " has several ports", "'port', which is one of " + known);
        }
        return all.stream()
                .filter(each -> wanted.isEmpty() || each.port().answersTo(wanted.get()))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of(
                        thing + " has no port '" + wanted.orElse("") + "'", "a name or number, one of " + known));
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
