package com.carechain.local.publish;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Events in a text: one JSON object, an array of objects, or one object per line.
 *
 * @param name for messages: a path, or {@code standard input}
 */
public record EventFile(String name, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Some editors and exports begin a UTF-8 file with it; it is no part of the text. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public EventFile {
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Refuses bytes that are not UTF-8: JSON is. */
    public static EventFile of(String name, byte[] content) {
        try {
            return new EventFile(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new NotPublishable(name + " is not UTF-8 text.");
        }
    }

    /**
     * All events in their order.
     *
     * @throws NotPublishable naming file and line, when there is anything else in it, or nothing
     */
    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        events.add(next(parser));
                    }
                } else {
                    events.add(next(parser));
                }
            }
        } catch (JsonProcessingException e) {
            throw new NotPublishable(at(e.getLocation()) + " is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new NotPublishable(name + " cannot be read: " + e.getMessage());
        }
        if (events.isEmpty()) {
            throw new NotPublishable(name + " holds no event.");
        }
        return events;
    }

    /** Every line that is not empty, whatever is in it. */
    public List<Event> rawLines() {
        List<Event> events = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                events.add(Event.raw(name + " line " + number, line));
            }
        }
        return events;
    }

    private Event next(JsonParser parser) throws IOException {
        JsonLocation start = parser.currentTokenLocation();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new NotPublishable(at(start) + " is not an event: an event is a JSON object.");
        }
        JsonNode content = JSON.readTree(parser);
        String json = text.substring(
                (int) start.getCharOffset(), (int) parser.currentLocation().getCharOffset());
        return Event.of(at(start), json, content);
    }

    private String at(JsonLocation location) {
        return name + " line " + location.getLineNr();
    }
}
