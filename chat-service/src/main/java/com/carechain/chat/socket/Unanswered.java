package com.carechain.chat.socket;

import com.carechain.chat.fanout.RoomEvent.Sent;
import com.carechain.chat.message.Draft;
import com.carechain.chat.wire.ServerFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one socket has sent that the store has not answered yet. For the session, under its monitor. */
final class Unanswered {
    /** The ids of drafts under a client's key; two when a frame came twice. */
    private final Map<UUID, Set<UUID>> drafts = new HashMap<>(2);

    private final Set<UUID> acknowledgedByEcho = new HashSet<>(2);

    boolean isEmpty() {
        return drafts.isEmpty();
    }

    void add(Draft draft) {
        drafts.computeIfAbsent(draft.clientKey(), key -> new HashSet<>()).add(draft.id());
    }

    void remove(Draft draft) {
        drafts.computeIfPresent(draft.clientKey(), (key, ids) -> {
            ids.remove(draft.id());
            return ids.isEmpty() ? null : ids;
        });
    }

    /** The first answer after an echo is not told again. */
    boolean wasAcknowledgedByEcho(Draft draft) {
        return acknowledgedByEcho.remove(draft.clientKey());
    }

    /** The acknowledgement to send before that echo; null when it is no echo of ours, or was acknowledged. */
    ServerFrame.@Nullable Ack byEcho(Sent sent) {
        Set<UUID> ours = drafts.get(sent.clientKey());
        if (ours == null || !acknowledgedByEcho.add(sent.clientKey())) return null;
        return ours.contains(sent.ack().messageId()) ? sent.ack() : sent.ack().asDuplicate();
    }
}
