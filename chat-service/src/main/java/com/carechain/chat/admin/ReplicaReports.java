package com.carechain.chat.admin;

import com.carechain.chat.admin.Overview.Hour;
import com.carechain.chat.admin.Overview.Replica;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Outage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Says every few seconds how this replica fares, and reads what all have said. In PostgreSQL and not in Redis, so that the overview is
 * there when Redis is not. The figures are those of the metrics: nothing is counted twice.
 */
@ApplicationScoped
class ReplicaReports {
    private static final Logger LOG = Logger.getLogger(ReplicaReports.class);
    private static final int HOURS = 24;

    private final DataSource database;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Duration every;
    private final UUID id = UUID.randomUUID();
    private final String name;
    private final Instant started;
    private long reported;

    ReplicaReports(
            DataSource database,
            MeterRegistry metrics,
            InstantSource clock,
            ChatConfig config,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.database = database;
        this.metrics = metrics;
        this.clock = clock;
        this.every = config.admin().report();
        this.name = host() + ":" + port;
        this.started = clock.instant();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Scheduled(every = "${carechain.admin.report:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    synchronized void report() {
        Counter stored = metrics.find("carechain.messages.stored").counter();
        long count = stored == null ? 0 : (long) stored.count();
        try {
            write(count - reported);
            reported = count;
        } catch (SQLException e) {
            // said again in the next round
            if (Outage.is(e)) LOG.debugf("No report without PostgreSQL: %s", e.getMessage());
            else LOG.warnf("This replica's report could not be written: %s", e.getMessage());
        }
    }

    private void write(long newMessages) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        with seen as (
                            insert into replica (id, name, started_at, seen_at, sockets, rooms, lane_depth)
                            values (?, ?, ?, now(), ?, ?, ?)
                            on conflict (id) do update set seen_at = excluded.seen_at, sockets = excluded.sockets,
                                rooms = excluded.rooms, lane_depth = excluded.lane_depth),
                        counted as (
                            insert into messages_by_hour as h (hour, messages) select ?, ? where ? > 0
                            on conflict (hour) do update set messages = h.messages + excluded.messages),
                        forgotten as (delete from replica where seen_at < now() - interval '1 hour')
                        delete from messages_by_hour where hour < now() - interval '8 days'""")) {
            statement.setObject(1, id);
            statement.setString(2, name);
            statement.setObject(3, started.atOffset(ZoneOffset.UTC));
            statement.setInt(4, gauge("carechain.sockets.open"));
            statement.setInt(5, gauge("carechain.fanout.rooms"));
            statement.setInt(6, gauge("carechain.lane.depth"));
            statement.setObject(7, hour(clock.instant()).atOffset(ZoneOffset.UTC));
            statement.setLong(8, newMessages);
            statement.setLong(9, newMessages);
            statement.executeUpdate();
        }
    }

    private int gauge(String name) {
        Gauge gauge = metrics.find(name).gauge();
        return gauge == null ? 0 : (int) gauge.value();
    }

    private static Instant hour(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    /** An orderly end is not shown as silence. */
    void stop(@Observes ShutdownEvent event) {
        report();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("delete from replica where id = ?")) {
            statement.setObject(1, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            LOG.debugf("This replica's report stays for an hour: %s", e.getMessage());
        }
    }

    List<Replica> all() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        select id, name, started_at, seen_at, seen_at > now() - make_interval(secs => ?) as is_alive,
                               sockets, rooms, lane_depth
                        from replica order by name, started_at""")) {
            statement.setDouble(1, every.toMillis() * 3 / 1000.0);
            List<Replica> all = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) all.add(replica(row));
            }
            return all;
        }
    }

    private static Replica replica(ResultSet row) throws SQLException {
        return new Replica(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("is_alive"),
                row.getInt("sockets"),
                row.getInt("rooms"),
                row.getInt("lane_depth"));
    }

    /** The last 24 hours, each there. */
    List<Hour> byHour() throws SQLException {
        Instant now = hour(clock.instant());
        Instant first = now.minus(HOURS - 1, ChronoUnit.HOURS);
        Map<Instant, Long> counted = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select hour, messages from messages_by_hour where hour >= ?")) {
            statement.setObject(1, first.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next())
                    counted.put(row.getObject("hour", OffsetDateTime.class).toInstant(), row.getLong("messages"));
            }
        }
        return LongStream.range(0, HOURS)
                .mapToObj(i -> first.plus(i, ChronoUnit.HOURS))
                .map(hour -> new Hour(hour, counted.getOrDefault(hour, 0L)))
                .toList();
    }
}
