package com.carechain.bridge.card;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What an event leaves in its room.
 *
 * @param content plain English for clients that know no cards, 1 to 10,000 characters
 * @param closesRoom true when the conversation ends with this message
 * @param ifMoved with an interview: the content should the room know it at another time
 */
public record SystemMessage(
        String content,
        Card card,
        boolean closesRoom,
        @Nullable Moved ifMoved) {

    /**
     * A content around a time that only the room knows: {@code before}, the time in the words of the card that told it,
     * {@code after}. Two parts and not a text with a mark in it, because people's own words are in it as well.
     */
    @RegisterForReflection
    public record Moved(String before, String after) {}
}
