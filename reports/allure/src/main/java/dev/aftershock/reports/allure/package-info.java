/**
 * Result files that Allure Report 2 and 3 read: one test case per run, its phases as steps, healing as a fixture.
 *
 * <p>Written by hand, so that no version of Allure's own libraries is needed. All text of a run is untrusted.
 */
@NullMarked
package dev.aftershock.reports.allure;

import org.jspecify.annotations.NullMarked;
