/**
 * Reports as plain files beside a run's record: a drawn timeline, one HTML page, samples, a machine-readable verdict,
 * JUnit XML, Markdown and the ledger's findings.
 *
 * <p>All text of a run is untrusted: {@link dev.aftershock.reports.files.Markup} and
 * {@link dev.aftershock.reports.files.Clean} are the only ways into a file. The same result makes the same bytes.
 */
@NullMarked
package dev.aftershock.reports.files;

import org.jspecify.annotations.NullMarked;
