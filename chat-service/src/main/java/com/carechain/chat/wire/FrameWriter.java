package com.carechain.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;

/** Frames as text: done once per frame, however many sockets get it. */
@Singleton
public class FrameWriter {
    private final ObjectWriter writer;

    FrameWriter(ObjectMapper mapper) {
        this.writer = mapper.writerFor(ServerFrame.class);
    }

    public String write(ServerFrame frame) {
        if (frame instanceof ServerFrame.Ack ack) return HotFrames.ack(ack);
        if (frame instanceof ServerFrame.ChatMessage message && HotFrames.isPlain(message.message()))
            return HotFrames.chatMessage(message);
        return written(frame);
    }

    /** Whether that text is the frame of a new message. */
    public static boolean isChatMessage(String frame) {
        return frame.startsWith(HotFrames.CHAT_MESSAGE);
    }

    /** The general way, right for every frame. */
    String written(ServerFrame frame) {
        try {
            return writer.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A frame cannot be written: " + frame.getClass(), e);
        }
    }
}
