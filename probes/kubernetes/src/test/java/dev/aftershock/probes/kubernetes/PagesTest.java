package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PagesTest {

    private final List<String> asked = new ArrayList<>();

    @Test
    void allPagesAreReadEmptyOnesToo() {
        List<String> names = new ArrayList<>();
        Pages<Pod> pages = Pages.of(this::page);
        assertThat(asked).as("the others when they are needed").containsExactly("500 from null");

        pages.forEachRemaining(pod -> names.add(pod.getMetadata().getName()));

        assertThat(names).containsExactly("a", "b", "c");
        assertThat(asked).containsExactly("500 from null", "500 from 1", "500 from 2");
        assertThat(pages.version()).isEqualTo("7");
        assertThatThrownBy(pages::next).isInstanceOf(NoSuchElementException.class);
    }

    private PodList page(ListOptions options) {
        asked.add(options.getLimit() + " from " + options.getContinue());
        if (options.getContinue() == null) {
            return marked("1", Played.pods(7, Played.pod("a", 1, true), Played.pod("b", 2, true)));
        }
        return options.getContinue().equals("1")
                ? marked("2", Played.pods(7))
                : marked("", Played.pods(7, Played.pod("c", 3, true)));
    }

    private static PodList marked(String next, PodList list) {
        ListMeta meta = list.getMetadata();
        meta.setContinue(next);
        return list;
    }
}
