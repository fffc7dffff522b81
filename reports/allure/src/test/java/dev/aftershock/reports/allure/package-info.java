/** Allure results of runs built by hand and judged by the real judge. */
@NullMarked
package dev.aftershock.reports.allure;

import org.jspecify.annotations.NullMarked;
