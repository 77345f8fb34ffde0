package com.carechain.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages as REST answers them. A test holds it to the general writer. */
@Singleton
public class MessageJson {
    private final ObjectWriter general;

    MessageJson(ObjectMapper mapper) {
        this.general = mapper.writerFor(MessageView.class);
    }

    public byte[] message(MessageView message) {
        StringBuilder out = new StringBuilder(HotFrames.BESIDE_CONTENT);
        append(out, message);
        return utf8(out);
    }

    /** {@code {"results": […], "has_more": …}} */
    public byte[] page(List<MessageView> results, boolean hasMore) {
        StringBuilder out = new StringBuilder(results.size() * HotFrames.BESIDE_CONTENT + 64).append("{\"results\":[");
        for (int i = 0; i < results.size(); i++) {
            if (i > 0) out.append(',');
            append(out, results.get(i));
        }
        return utf8(out.append("],\"has_more\":").append(hasMore).append('}'));
    }

    private void append(StringBuilder out, MessageView message) {
        if (HotFrames.isPlain(message)) HotFrames.message(out, message);
        else out.append(written(message));
    }

    private String written(MessageView message) {
        try {
            return general.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message cannot be written: " + message.id(), e);
        }
    }

    private static byte[] utf8(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
