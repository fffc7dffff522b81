package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=orders|app In [orders]|app NotIn [orders]",
                "app == orders|app In [orders]|app NotIn [orders]",
                "app!=orders|app NotIn [orders]|app In [orders]",
                "app=|app In []|app NotIn []",
                "tier in (web, api)|tier In [web, api]|tier NotIn [web, api]",
                "tier notin (web)|tier NotIn [web]|tier In [web]",
                "a.b/c-d|a.b/c-d Exists []|a.b/c-d DoesNotExist []",
                "!canary|canary DoesNotExist []|canary Exists []"
            })
    void eachFormIsReadAndHasAnOpposite(String text, String read, String opposite) {
        Labels labels = Labels.parse("pods", text);
        assertThat(said(labels.all())).containsExactly(read);
        assertThat(labels.opposite()).singleElement().satisfies(each -> assertThat(said(each.getMatchExpressions()))
                .containsExactly(opposite));
    }

    @Test
    void whoeverMissesOneOfSeveralIsOfTheOpposite() {
        Labels labels = Labels.parse("pods", "app=orders, tier in (web,api) , !old");
        assertThat(said(labels.all())).containsExactly("app In [orders]", "tier In [web, api]", "old DoesNotExist []");
        assertThat(labels.opposite().stream().map(each -> said(each.getMatchExpressions())))
                .containsExactly(
                        List.of("app NotIn [orders]"), List.of("tier NotIn [web, api]"), List.of("old Exists []"));
    }

    private static List<String> said(List<LabelSelectorRequirement> requirements) {
        return requirements.stream()
                .map(each -> each.getKey() + " " + each.getOperator() + " " + each.getValues())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app=orders,", "app=a b", "in (a)", "app in a", "app in (a", "-a", "a>1", "app=x;y"})
    void whatIsNoSelectorIsRefused(String text) {
        assertThatThrownBy(() -> Labels.parse("pods", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'pods' holds '")
                .hasMessageContaining("expected a label selector, such as app=orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0/24",
                "shop.example/24",
                "300.0.0.0/8",
                "::/129",
                "a::g/64",
                "1.2.3.999/24",
                "1.2.3.04/24",
                "1.2.3.4.5/24",
                ":/64",
                "beef:1.2.3/64",
                "a:b/8"
            })
    void whatIsNoBlockOfAddressesIsRefused(String text) {
        assertThatThrownBy(() -> AddressBlock.parse("cidr", text))
                .hasMessage("'cidr' is '" + text + "'; expected a block of addresses, such as 203.0.113.0/24");
    }

    @Test
    void aBlockIsOfOneFamily() {
        assertThat(AddressBlock.parse("cidr", "203.0.113.0/24"))
                .isEqualTo(new AddressBlock("203.0.113.0/24", false, 24));
        assertThat(AddressBlock.parse("cidr", "2001:db8::/32")).isEqualTo(new AddressBlock("2001:db8::/32", true, 32));
        assertThat(AddressBlock.of("2001:db8::1").text()).isEqualTo("2001:db8::1/128");
    }
}
