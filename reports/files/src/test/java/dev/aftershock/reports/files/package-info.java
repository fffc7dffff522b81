/** Reports of runs built by hand and judged by the real judge. */
@NullMarked
package dev.aftershock.reports.files;

import org.jspecify.annotations.NullMarked;
