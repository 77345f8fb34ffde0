package com.carechain.chat.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** How much Kafka has yet to be told. Joins the caller's transaction. */
@ApplicationScoped
public class OutboxBacklog {
    /** More are not counted: there may be millions after a long outage. */
    public static final int MOST = 10_000;

    private final DataSource database;

    OutboxBacklog(DataSource database) {
        this.database = database;
    }

    /** @param oldestSeconds age of the oldest; 0 when there is none */
    public record Waiting(long events, double oldestSeconds) {}

    public Waiting now() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        select least(coalesce(sum(events), 0), ?), coalesce(extract(epoch from now() - min(created_at)), 0)
                        from (select created_at, coalesce(cardinality(room_ids), 1) as events from outbox order by id limit ?) o""")) {
            statement.setInt(1, MOST);
            statement.setInt(2, MOST);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Waiting(row.getLong(1), Math.max(0, row.getDouble(2)));
            }
        }
    }
}
