package com.carechain.chat.attachment;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** The messages that show attachments; given by {@code message}, which knows attachments, not the other way round. */
public interface Carriers {
    /** A change of attachments, inside a transaction. */
    interface Change {
        void in(Connection transaction) throws SQLException;
    }

    /**
     * Makes the change and gives the message a new rev, in one transaction, and tells everybody in the room. A message that has
     * been deleted keeps its rev; the change is made all the same.
     */
    void change(UUID room, UUID message, Change change) throws SQLException;
}
