package com.carechain.chat.socket;

import com.carechain.chat.problem.FieldPath;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.wire.ClientFrame;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import io.netty.buffer.ByteBufUtil;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text from a socket → a frame, or a refusal that says what is wrong with it. */
@Singleton
class FrameReader {
    private static final String UUID_FIELD =
            "\"%s\"\\s*:\\s*\"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\"";
    private static final Pattern CLIENT_ID = Pattern.compile(UUID_FIELD.formatted("client_id"));
    private static final Pattern ROOM_ID = Pattern.compile(UUID_FIELD.formatted("room_id"));
    private final ObjectReader reader;

    FrameReader(ObjectMapper mapper) {
        this.reader = mapper.readerFor(ClientFrame.class);
    }

    /** @throws Refusal 400 naming the field */
    ClientFrame read(String text) {
        try {
            ClientFrame frame = reader.readValue(text);
            if (frame == null) throw Refusal.invalid("frame", "must be a JSON object");
            return frame;
        } catch (InvalidTypeIdException e) {
            throw Refusal.invalid("type", e.getTypeId() == null ? "is missing" : "is not known");
        } catch (JsonMappingException e) {
            throw e.getPath().isEmpty()
                    ? Refusal.invalid("frame", "must be a JSON object with a type")
                    : Refusal.invalid(FieldPath.of(e), "has the wrong form");
        } catch (JsonProcessingException e) {
            throw Refusal.invalid("frame", "is not valid JSON");
        }
    }

    /** Whether the text has more bytes in UTF-8; counts only when its characters leave that open. */
    static boolean isLonger(String text, int bytes) {
        if (text.length() * 3L <= bytes) return false;
        return text.length() > bytes || ByteBufUtil.utf8Bytes(text) > bytes;
    }

    /** The client_id of a refused frame, even of one that could not be read, so that its sender learns which one it was. */
    static @Nullable UUID clientIdIn(String text) {
        return idIn(text, CLIENT_ID);
    }

    /** The room_id of a refused frame. */
    static @Nullable UUID roomIdIn(String text) {
        return idIn(text, ROOM_ID);
    }

    private static @Nullable UUID idIn(String text, Pattern field) {
        Matcher found = field.matcher(text);
        return found.find() ? UUID.fromString(found.group(1)) : null;
    }
}
