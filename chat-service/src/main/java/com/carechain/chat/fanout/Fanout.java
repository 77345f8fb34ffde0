package com.carechain.chat.fanout;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Takes what has been committed to every socket of every member. */
@ApplicationScoped
public class Fanout {
    private final RoomChannels channels;
    private final ChannelHints others;

    Fanout(RoomChannels channels, ChannelHints others) {
        this.channels = channels;
        this.others = others;
    }

    /** Whether a socket here would get what is published about that room. */
    public boolean isFollowedHere(UUID room) {
        return channels.of(room) != null;
    }

    /** Only after the commit. Returns when every socket here has been offered its frames; does not wait for other replicas. */
    public void publish(List<RoomEvent> events) {
        events.forEach(channels::accept);
        others.publish(events);
    }
}
