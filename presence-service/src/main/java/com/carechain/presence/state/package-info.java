/**
 * Everyone's presence, kept in Redis: leases of connections, the status that follows from them, and who is typing.
 * {@code internal} brings changes in, {@code sweep} lets time pass, {@code online} and {@code internal} read. The rules
 * are in {@code lua/change.lua}; the classes here turn calls into script runs. Nothing here reads this machine's clock:
 * Redis's time is the truth.
 */
@NullMarked
package com.carechain.presence.state;

import org.jspecify.annotations.NullMarked;
