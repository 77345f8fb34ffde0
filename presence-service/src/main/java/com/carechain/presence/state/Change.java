package com.carechain.presence.state;

import org.jspecify.annotations.Nullable;

/** What a chat replica reports of one user. Ids are of {@code A-Za-z0-9._:@-}, checked by the caller. */
public sealed interface Change {

    String userId();

    /** The connection is open: makes its lease or renews it. {@code idle} null keeps what was said before; a new one is active. */
    record Alive(
            String userId, String connectionId, @Nullable Boolean idle) implements Change {}

    record Closed(String userId, String connectionId) implements Change {}

    /** Ignored for a connection that is not known to be open. */
    record Activity(String userId, String connectionId, boolean idle) implements Change {}

    record Typing(String userId, String roomId, boolean isTyping) implements Change {}
}
