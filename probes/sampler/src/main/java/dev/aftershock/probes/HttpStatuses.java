package dev.aftershock.probes;

import java.util.List;

/**
 * The statuses that are right.
 *
 * @param written each a number such as {@code 200}, or a class such as {@code 2xx}
 */
record HttpStatuses(List<String> written) {

    HttpStatuses {
        written = List.copyOf(written);
        if (written.isEmpty()) {
            throw new IllegalArgumentException("'status' is empty; expected a status such as 200, 2xx or [200, 404]");
        }
        for (String each : written) {
            if (!each.matches("[1-5](\\d\\d|xx)")) {
                throw new IllegalArgumentException("'status' is '" + each
                        + "'; expected a number from 100 to 599, a class such as 2xx, or a list of them");
            }
        }
    }

    boolean contain(int status) {
        String number = Integer.toString(status);
        return written.stream().anyMatch(each -> each.equals(number) || each.equals(number.charAt(0) + "xx"));
    }

    @Override
    public String toString() {
        return String.join(" or ", written);
    }
}
