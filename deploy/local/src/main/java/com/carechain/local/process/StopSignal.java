package com.carechain.local.process;

/** The signal by which a program stops in good order. */
public enum StopSignal {
    /** What most programs expect. */
    TERM,
    /** PostgreSQL: end the sessions and stop now; its TERM would wait until every client has left by itself. */
    INT
}
