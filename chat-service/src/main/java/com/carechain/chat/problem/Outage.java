package com.carechain.chat.problem;

import com.carechain.chat.problem.Refusal.Code;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells "PostgreSQL cannot be reached just now" from every other failure. */
public final class Outage {
    private Outage() {}

    /** Whether somewhere in the chain the connection to PostgreSQL was missing, lost or too slow. */
    public static boolean is(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e && is(e)) return true;
        }
        return false;
    }

    private static boolean is(SQLException e) {
        String state = e.getSQLState();
        // 08 connection, 57P0x the server is stopping or starting, 53 no resources; Agroal's time-out carries no state
        return e instanceof SQLRecoverableException
                || e instanceof SQLTransientException
                || (state == null
                        ? String.valueOf(e.getMessage()).contains("timeout")
                        : state.matches("08.*|57P0.|53.*"));
    }

    public static Refusal refusal() {
        return Refusal.retry(Code.UNAVAILABLE, "The message store does not answer. Try again.", Duration.ofSeconds(2));
    }
}
