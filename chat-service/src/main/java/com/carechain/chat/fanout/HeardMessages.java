package com.carechain.chat.fanout;

import java.util.UUID;

/** Told what another replica says of a message in a room that somebody follows here, on an event loop: must not block. */
public interface HeardMessages {
    /**
     * @param seq   of the message
     * @param frame that sockets get: of a new message, or of one that was edited or deleted
     */
    void heard(UUID room, long seq, String frame);
}
