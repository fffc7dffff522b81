/** Our reports as a reader meets them: opened in a real browser, and in a report that Allure made of our results. */
@NullMarked
package dev.aftershock.reports.browser;

import org.jspecify.annotations.NullMarked;
