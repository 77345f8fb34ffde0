package com.carechain.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.enterprise.context.ApplicationScoped;

/** Frames as text: done once per frame, however many sockets get it. */
@ApplicationScoped
public class FrameWriter {
    private final ObjectWriter writer;

    FrameWriter(ObjectMapper mapper) {
        this.writer = mapper.writerFor(ServerFrame.class);
    }

    public String write(ServerFrame frame) {
        try {
            return writer.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A frame cannot be written: " + frame.getClass(), e);
        }
    }
}
