package com.carechain.presence.internal;

import com.carechain.presence.problem.InputCheck;
import com.carechain.presence.state.Change;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes checked changes of what a chat replica sent, or refuses the whole call naming the wrong fields. */
@Singleton
class ReportReader {

    private final BatchLimits limits;

    ReportReader(BatchLimits limits) {
        this.limits = limits;
    }

    List<Change> changes(ChangesRequest request) {
        var list = new Lists(limits.changes());
        var changes = new ArrayList<Change>();
        list.read(
                "opened",
                request.opened(),
                (connection, entry) -> changes.add(new Change.Alive(
                        entry.user(connection.userId()), entry.connection(connection.connectionId()), null)));
        list.read(
                "closed",
                request.closed(),
                (connection, entry) -> changes.add(new Change.Closed(
                        entry.user(connection.userId()), entry.connection(connection.connectionId()))));
        list.read(
                "activity",
                request.activity(),
                (activity, entry) -> changes.add(new Change.Activity(
                        entry.user(activity.userId()),
                        entry.connection(activity.connectionId()),
                        entry.flag("idle", activity.idle()))));
        if (request.replica() != null || !changes.isEmpty()) {
            list.check.id(request.replica(), InputCheck.MAX_ID, () -> "replica");
        }
        list.read(
                "typing",
                request.typing(),
                (typing, entry) -> changes.add(new Change.Typing(
                        entry.user(typing.userId()),
                        entry.id("room_id", typing.roomId(), InputCheck.MAX_ID),
                        entry.flag("is_typing", typing.isTyping()))));
        list.check.done();
        return changes;
    }

    List<String> query(ChangesRequest request) {
        var list = new Lists(limits.changes());
        var users = new ArrayList<String>();
        list.read("query", request.query(), (user, entry) -> users.add(entry.whole(user)));
        list.check.done();
        return users;
    }

    List<Change.Alive> connections(LeasesRequest request) {
        var list = new Lists(limits.connections());
        var connections = new ArrayList<Change.Alive>();
        list.check.id(request.replica(), InputCheck.MAX_ID, () -> "replica");
        if (request.connections() == null) {
            list.check.wrong("connections", "must be there: without it, all connections would be released");
        }
        list.read(
                "connections",
                request.connections(),
                (lease, entry) -> connections.add(new Change.Alive(
                        entry.user(lease.userId()), entry.connection(lease.connectionId()), lease.idle())));
        list.check.done();
        return connections;
    }

    private interface EntryReader<T> {
        void read(T value, Entry entry);
    }

    /** Reads the lists of one request. A wrong value becomes a placeholder: {@code check.done()} refuses the call anyway. */
    private record Lists(int limit, InputCheck check) {

        Lists(int limit) {
            this(limit, new InputCheck());
        }

        <T> void read(String name, @Nullable List<@Nullable T> values, EntryReader<T> reader) {
            if (values == null) {
                return;
            }
            check.atMost(values.size(), limit, name);
            for (int i = 0; i < values.size(); i++) {
                @Nullable T value = values.get(i);
                if (value == null) {
                    check.wrong(name + "[" + i + "]", "must not be null");
                } else {
                    reader.read(value, new Entry(name, i, check));
                }
            }
        }
    }

    private record Entry(String list, int at, InputCheck check) {

        String user(@Nullable String value) {
            return id("user_id", value, InputCheck.MAX_ID);
        }

        String connection(@Nullable String value) {
            return id("connection_id", value, InputCheck.MAX_CONNECTION_ID);
        }

        String id(String field, @Nullable String value, int maxLength) {
            check.id(value, maxLength, () -> list + "[" + at + "]." + field);
            return value == null ? "" : value;
        }

        String whole(String value) {
            check.id(value, InputCheck.MAX_ID, () -> list + "[" + at + "]");
            return value;
        }

        boolean flag(String field, @Nullable Boolean value) {
            if (value == null) {
                check.wrong(list + "[" + at + "]." + field, "must be true or false");
                return false;
            }
            return value;
        }
    }
}
