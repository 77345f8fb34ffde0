/** The clock of the service: lets leases, graces and typing end in time. Every replica sweeps; {@code state} makes that safe. */
@NullMarked
package com.carechain.presence.sweep;

import org.jspecify.annotations.NullMarked;
