package com.carechain.chat.message;

import com.carechain.chat.wire.MessageView;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Messages by their place, many at a time. Blocking. */
public interface MessageLookup {
    record Place(UUID roomId, long seq) {}

    Map<Place, MessageView> at(Collection<Place> places);
}
