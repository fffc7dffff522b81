/**
 * Probes that speak JDBC: a query, and a ledger of acknowledged writes.
 *
 * <p>No driver is included; put the database's own on the class path.
 *
 * <p><b>Several hosts.</b> Which server is the authority of the day is the URL's business. For PostgreSQL:
 *
 * <pre>jdbc:postgresql://a:5432,b:5432/orders?targetServerType=primary&amp;hostRecheckSeconds=0&amp;sslmode=disable</pre>
 *
 * <ul>
 *   <li>{@code targetServerType=primary}: a standby never counts as recovered.
 *   <li>{@code hostRecheckSeconds=0}: the driver otherwise remembers for 10 s, for the whole JVM, who was down or a
 *       standby, and may come late to a promoted one.
 *   <li>{@code sslmode=disable} where TLS is not wanted: saves one round trip per connection.
 *   <li>No {@code loginTimeout}: it moves connecting to a thread of the driver, out of the reach of what follows.
 * </ul>
 *
 * <p><b>Deadlines.</b> pgjdbc knows {@code connectTimeout} and {@code socketTimeout} in whole seconds only, so the probes
 * enforce theirs themselves, to about 10 ms: answers by {@link java.sql.Connection#setNetworkTimeout} with
 * {@link java.sql.Connection#abort} behind it; connecting by ending the input of the driver's socket. Of the time for
 * connecting, each host of the URL gets an equal share of what is left, so that a silent first host does not hide a
 * promoted second one. Other drivers cannot be stopped while they connect: give their URL a connect timeout.
 *
 * <p><b>After a timeout</b> the probe asks PostgreSQL to cancel the statement. Without that, a write that waits for a
 * lost standby would hold its server process for ever, and the probe would soon use up {@code max_connections}.
 */
@NullMarked
package dev.aftershock.probes.jdbc;

import org.jspecify.annotations.NullMarked;
