package com.carechain.bridge.card;

/**
 * What an event leaves in its room.
 *
 * @param content plain English for clients that know no cards, 1 to 10,000 characters
 * @param closesRoom true when the conversation ends with this message
 */
public record SystemMessage(String content, Card card, boolean closesRoom) {}
