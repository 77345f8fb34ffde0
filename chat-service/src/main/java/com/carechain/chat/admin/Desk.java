package com.carechain.chat.admin;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Runs an administrator's question as one transaction. Such questions may look at whole tables, which nobody else's do, so they are
 * planned each on its own, with scans allowed, and given up when they take too long.
 */
@ApplicationScoped
class Desk {
    private static final String QUERY_CANCELED = "57014";
    private final DataSource database;
    private final String settings;

    Desk(DataSource database, ChatConfig config) {
        this.database = database;
        this.settings =
                "set local statement_timeout = %d; set local enable_seqscan = on; set local plan_cache_mode = force_custom_plan"
                        .formatted(config.admin().questionLimit().toMillis());
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Committed when it returns. Everything that takes a connection meanwhile is part of it. @throws Refusal 422 when it takes too long */
    <T> T ask(Work<T> work) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try {
                prepare();
                return work.run();
            } catch (SQLException e) {
                if (QUERY_CANCELED.equals(e.getSQLState()))
                    throw Refusal.of(Code.TOO_BROAD, "This takes too long. Narrow it by user, job, status or time.");
                throw new IllegalStateException(e);
            }
        });
    }

    private void prepare() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(settings);
        }
    }
}
