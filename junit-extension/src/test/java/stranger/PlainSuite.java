package stranger;

import org.junit.jupiter.api.Test;

/** Run in a process of its own by {@link Launch}. */
class PlainSuite {

    @Test
    void green() {}
}
