package com.carechain.chat.message;

import com.carechain.chat.wire.MessageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads what a room was told of one interview. */
@ApplicationScoped
public class InterviewMessages {
    /** Far more often than this nobody moves an interview; the newest are what counts. */
    private static final int MOST = 50;

    private static final String SAME_INTERVIEW = """
            select %s from message asked
            join message m on m.room_id = asked.room_id and m.type = 'system' and m.card -> 'interview' ->> 'id' is not null
                and m.card -> 'interview' ->> 'id' = asked.card -> 'interview' ->> 'id'
            %s
            where asked.room_id = ? and asked.id = ? and asked.type = 'system' order by m.seq desc limit ?""".formatted(MessageRow.COLUMNS, MessageRow.SENDER);

    private final DataSource database;

    InterviewMessages(DataSource database) {
        this.database = database;
    }

    /** The messages about the interview that this message's card is about, newest first; none: it is about no interview. */
    public List<MessageView> sameInterview(UUID room, UUID message) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SAME_INTERVIEW)) {
            statement.setObject(1, room);
            statement.setObject(2, message);
            statement.setInt(3, MOST);
            List<MessageView> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) found.add(MessageRow.of(row).view());
            }
            return found;
        }
    }
}
