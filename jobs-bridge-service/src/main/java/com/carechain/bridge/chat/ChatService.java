package com.carechain.bridge.chat;

import java.util.List;

/** The one thing this service asks of chat-service. */
public interface ChatService {

    /**
     * Delivers events; those of one application in their order. Blocks until answered, at most the configured time
     * limit. Never throws for anything the neighbour does. An empty list only finds out whether chat-service is there.
     */
    Answer deliver(List<ChatEvent> events);
}
