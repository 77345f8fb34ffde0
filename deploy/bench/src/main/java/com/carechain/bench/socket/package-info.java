/**
 * The load itself: sockets that talk, the ledger of what was sent and came back, the pace. Everything here runs on one event
 * loop ({@link com.carechain.bench.socket.Loop}), so nothing is locked; used by {@link com.carechain.bench.shape}.
 */
@NullMarked
package com.carechain.bench.socket;

import org.jspecify.annotations.NullMarked;
