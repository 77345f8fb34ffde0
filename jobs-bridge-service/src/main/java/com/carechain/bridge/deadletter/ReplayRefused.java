package com.carechain.bridge.deadletter;

import com.carechain.bridge.problem.Refusal;
import org.jspecify.annotations.Nullable;

/** A replay that cannot run now. */
public final class ReplayRefused extends Refusal {
    private static final long serialVersionUID = 1L;

    private ReplayRefused(int status, String code, String title, String detail) {
        super(status, code, title, detail);
    }

    static ReplayRefused running() {
        return new ReplayRefused(
                409, "replay_running", "Replay running", "Another replay is under way in this replica.");
    }

    /** Nothing is lost: what was not committed is replayed by the next call. */
    static ReplayRefused kafka(@Nullable String why) {
        return new ReplayRefused(
                503,
                "kafka_unavailable",
                "Kafka unavailable",
                "The replay could not be finished; call again. Kafka: " + why);
    }
}
