package com.carechain.chat.fanout;

import com.carechain.chat.ops.ChatMetrics;
import jakarta.inject.Singleton;
import java.util.List;

/** Takes what has been committed to every socket of every member. */
@Singleton
public class Fanout {
    private final RoomChannels channels;
    private final ChannelHints others;
    private final ChatMetrics metrics;

    Fanout(RoomChannels channels, ChannelHints others, ChatMetrics metrics) {
        this.metrics = metrics;
        this.channels = channels;
        this.others = others;
    }

    /** Only after the commit. Returns when every socket here has been offered its frames; does not wait for other replicas. */
    public void publish(List<RoomEvent> events) {
        long committed = System.nanoTime();
        Burst.run(() -> events.forEach(channels::accept));
        metrics.fannedOut(System.nanoTime() - committed);
        others.publish(events);
    }
}
