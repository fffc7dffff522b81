package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and patches objects of whatever sort. */
final class Things {

    /** The media type of the patches that {@link Change} writes. */
    static final String PATCH = PatchType.STRATEGIC_MERGE.getContentType();

    private static final String MANAGER = "aftershock";

    private static final int UNPROCESSABLE = 422;

    /** By a schema, by admission, and for what is there already. */
    private static final Set<Integer> REFUSALS = Set.of(
            HttpURLConnection.HTTP_BAD_REQUEST,
            HttpURLConnection.HTTP_FORBIDDEN,
            HttpURLConnection.HTTP_CONFLICT,
            UNPROCESSABLE);

    private Things() {}

    /**
     * The object as it is now; nothing when it is gone.
     *
     * @throws IOException when the cluster does not answer
     */
    static Optional<GenericKubernetesResource> read(Cluster cluster, Thing thing) throws IOException {
        return Optional.ofNullable(cluster.call(
                "reading " + thing, client -> resource(client, thing).get()));
    }

    /** Those of a sort that carry a label, whatever its value; for a namespaced sort those of one namespace. */
    static List<GenericKubernetesResource> labelled(Cluster cluster, Thing.Sort sort, String namespace, String label)
            throws IOException {
        return cluster.call("listing the " + sort.plural() + " with the label " + label, client -> {
                    var all = client.genericKubernetesResources(sort.definition());
                    return sort == Thing.Sort.NODE
                            ? all.withLabel(label).list()
                            : all.inNamespace(namespace).withLabel(label).list();
                })
                .getItems();
    }

    /**
     * Patches.
     *
     * @return false when the object has changed since the version that the patch names
     * @throws IOException when it is unknown whether the object was patched
     */
    static boolean patch(Cluster cluster, Thing thing, String patch) throws IOException {
        PatchContext how = PatchContext.of(PatchType.STRATEGIC_MERGE);
        how.setFieldManager(MANAGER);
        return cluster.write("patching " + thing, client -> {
            try {
                resource(client, thing).patch(how, patch);
                return true;
            } catch (KubernetesClientException answer) {
                if (answer.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return false;
                }
                throw answer;
            }
        });
    }

    /**
     * Makes an object.
     *
     * @return the object as the API completed it
     * @throws IOException when one of that name is there, or it is unknown whether it was made
     */
    static GenericKubernetesResource create(Cluster cluster, Thing thing, HasMetadata object) throws IOException {
        return cluster.write("making " + thing, client -> {
            String made = client.raw(thing.siblings() + "?fieldManager=" + MANAGER, "POST", object);
            return client.getKubernetesSerialization().unmarshal(made, GenericKubernetesResource.class);
        });
    }

    /**
     * Asks the API whether it would make an object, and makes none: schemas and admission are tried, and a key that is in no
     * schema is refused.
     *
     * @return why it would not, in its words
     * @throws IOException when it gave no answer
     */
    static Optional<String> rehearse(Cluster cluster, Thing thing, HasMetadata object) throws IOException {
        String how = "?dryRun=All&fieldValidation=Strict&fieldManager=" + MANAGER;
        return cluster.write("rehearsing to make " + thing, client -> {
            try {
                client.raw(thing.siblings() + how, "POST", object);
                return Optional.empty();
            } catch (KubernetesClientException answer) {
                if (REFUSALS.contains(answer.getCode())) {
                    return Optional.of(
                            Optional.ofNullable(Cluster.words(answer)).orElse("HTTP " + answer.getCode()));
                }
                throw answer;
            }
        });
    }

    /**
     * Deletes the very object, and no namesake; what it made in its turn goes with it.
     *
     * @return false when its name is another one's by now
     * @throws IOException when it is unknown whether it was deleted
     */
    static boolean delete(Cluster cluster, Thing thing, String uid) throws IOException {
        Map<String, Object> options =
                Map.of("apiVersion", "v1", "kind", "DeleteOptions", "preconditions", Map.of("uid", uid));
        return cluster.write("deleting " + thing, client -> {
            try {
                client.raw(thing.path(), "DELETE", options);
                return true;
            } catch (KubernetesClientException answer) {
                if (answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                        || answer.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
                }
                throw answer;
            }
        });
    }

    private static Resource<GenericKubernetesResource> resource(KubernetesClient client, Thing thing) {
        var all = client.genericKubernetesResources(thing.sort().definition());
        return thing.namespace().isEmpty()
                ? all.withName(thing.name())
                : all.inNamespace(thing.namespace()).withName(thing.name());
    }
}
