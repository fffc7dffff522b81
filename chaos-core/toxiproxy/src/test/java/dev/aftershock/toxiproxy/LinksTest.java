package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.parts.Targets.Named;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {

    @Test
    void whatMembersSendEachOtherEndsBeforeWhatClientsSend() {
        List<Named<String>> byName = Stream.of("clients -> db.primary", "db.primary -> db.standby", "to-east")
                .map(name -> new Named<>(name, name))
                .toList();

        assertThat(Links.membersFirst(byName))
                .extracting(Named::name)
                .containsExactly("db.primary -> db.standby", "clients -> db.primary", "to-east");
    }
}
