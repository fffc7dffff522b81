package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.NetworkSettings;
import dev.aftershock.engine.UndoRecipe;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a container is attached to a network.
 *
 * @param network the network's id
 * @param name the network's name
 * @param aliases under which others find the container there
 * @param address its IPv4 address there; empty when it has none
 * @param chosen whether somebody chose that address, so that it must be the same again
 */
record Attachment(String network, String name, List<String> aliases, String address, boolean chosen) {

    /** How a container is attached to the network of a name. */
    static Optional<Attachment> of(InspectContainerResponse container, String name) {
        return Optional.ofNullable(networks(container).get(name)).map(found -> of(container, name, found));
    }

    /** How a container is attached to the network of an id. */
    static Optional<Attachment> to(InspectContainerResponse container, String network) {
        return networks(container).entrySet().stream()
                .filter(each -> network.equals(each.getValue().getNetworkID()))
                .findFirst()
                .map(each -> of(container, each.getKey(), each.getValue()));
    }

    /** How it is attached now; one that does not run is told by the network's name alone. */
    Optional<Attachment> now(InspectContainerResponse container) {
        return to(container, network).or(() -> Subject.running(container) ? Optional.empty() : of(container, name));
    }

    static Map<String, ContainerNetwork> networks(InspectContainerResponse container) {
        return Optional.ofNullable(container.getNetworkSettings())
                .map(NetworkSettings::getNetworks)
                .orElse(Map.of());
    }

    private static Attachment of(InspectContainerResponse container, String name, ContainerNetwork found) {
        List<String> given = Optional.ofNullable(found.getAliases()).orElse(List.of()).stream()
                // Some engines add the id by themselves.
                .filter(alias -> !alias.equals(Docker.shortened(container.getId())))
                .sorted()
                .toList();
        String chosen = Optional.ofNullable(found.getIpamConfig())
                .map(ContainerNetwork.Ipam::getIpv4Address)
                .orElse("");
        String address = Optional.ofNullable(found.getIpAddress()).orElse("");
        return new Attachment(found.getNetworkID(), name, given, address, !chosen.isEmpty());
    }

    /** As facts of a recipe. */
    Map<String, String> facts() {
        return Map.of(
                "network",
                network,
                "network-name",
                name,
                "aliases",
                String.join(",", aliases),
                "address",
                address,
                "chosen",
                Boolean.toString(chosen));
    }

    static Attachment read(UndoRecipe recipe) {
        List<String> aliases = Stream.of(recipe.fact("aliases").split(","))
                .filter(alias -> !alias.isEmpty())
                .toList();
        return new Attachment(
                recipe.fact("network"),
                recipe.fact("network-name"),
                aliases,
                recipe.fact("address"),
                Boolean.parseBoolean(recipe.fact("chosen")));
    }

    /**
     * Attaches again.
     *
     * @param same whether at the same address, which engines refuse on networks whose subnet nobody chose
     */
    void restore(DockerClient engine, String container, boolean same) {
        ContainerNetwork endpoint = new ContainerNetwork().withAliases(aliases);
        engine.connectToNetworkCmd()
                .withNetworkId(network)
                .withContainerId(container)
                .withContainerNetwork(
                        same ? endpoint.withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)) : endpoint)
                .exec();
    }

    /** What {@link #restore} asks for, as JSON; names and addresses hold nothing that would have to be escaped. */
    String json(String container) {
        String address4 = chosen ? ",\"IPAMConfig\":{\"IPv4Address\":\"" + address + "\"}" : "";
        return "{\"Container\":\"" + container + "\",\"EndpointConfig\":{\"Aliases\":["
                + aliases.stream().map(alias -> "\"" + alias + "\"").collect(Collectors.joining(",")) + "]" + address4
                + "}}";
    }

    /** The aliases that another attachment lacks. */
    List<String> missingIn(Attachment other) {
        return aliases.stream()
                .filter(alias -> !other.aliases().contains(alias))
                .toList();
    }

    /** Whether a container that runs is elsewhere than somebody chose that it should be. */
    boolean isMissedBy(Attachment other) {
        return chosen && !other.address().isEmpty() && !other.address().equals(address);
    }

    /** Whether {@link #json} can tell it. */
    boolean isPlain() {
        return Stream.concat(Stream.of(address), aliases.stream()).allMatch(text -> text.matches("[A-Za-z0-9._:-]*"));
    }

    /** Whether somebody chose an address of another sort there, which would not be restored. */
    static boolean hasChosenIpv6(InspectContainerResponse container, String name) {
        return Optional.ofNullable(networks(container).get(name).getIpamConfig())
                .map(ContainerNetwork.Ipam::getIpv6Address)
                .filter(address -> !address.isEmpty())
                .isPresent();
    }

    /** Whether it has links to single containers, which are a thing of old networks. */
    static boolean hasLinks(InspectContainerResponse container, String name) {
        return Optional.ofNullable(networks(container).get(name).getLinks())
                .map(links -> !Arrays.asList(links).isEmpty())
                .orElse(false);
    }
}
