package com.carechain.bench.socket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a frame that the benchmark looks at; the rest is skipped, because reading it would slow the generator, which
 * shares the machine with what it measures.
 *
 * @param seq of the message; of a welcome, the room's last
 * @param rev of the frame, 0 when it has none; of a welcome, the room's
 */
record Incoming(String type, @Nullable UUID clientId, long seq, long rev, boolean duplicate, String code) {

    private static final JsonFactory JSON = new JsonFactory();

    static Incoming read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            var found = new Found();
            parser.nextToken();
            found.readObject(parser);
            return new Incoming(found.type, found.clientId, found.seq, found.rev, found.duplicate, found.code);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a frame: " + text, e);
        }
    }

    private static final class Found {
        String type = "";

        @Nullable
        UUID clientId;

        long seq;
        long rev;
        boolean duplicate;
        String code = "";

        /** The object itself, and what it is about ({@code message} or {@code room}); nothing deeper. */
        void readObject(JsonParser parser) throws IOException {
            for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
                String name = parser.currentName();
                token = parser.nextToken();
                if (token == JsonToken.START_OBJECT && (name.equals("message") || name.equals("room"))) {
                    readObject(parser);
                } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                    parser.skipChildren();
                } else if (token != JsonToken.VALUE_NULL) {
                    take(name, parser);
                }
            }
        }

        private void take(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "type" -> type = parser.getText();
                case "client_id" -> clientId = UUID.fromString(parser.getText());
                case "seq", "last_seq" -> seq = parser.getLongValue();
                case "rev" -> rev = parser.getLongValue();
                case "duplicate" -> duplicate = parser.getBooleanValue();
                case "code" -> code = parser.getText();
                default -> {
                    // Not looked at.
                }
            }
        }
    }
}
