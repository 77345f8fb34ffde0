package com.carechain.chat.fanout;

import com.carechain.chat.fanout.RoomEvent.Delivery;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Hints over Redis pub/sub: one channel per room, heard by the replicas where somebody follows it. A replica that is alone sends nothing. */
@ApplicationScoped
class RedisHints implements ChannelHints {
    static final String ROOM = "chat:room:";

    private final Redis redis;
    private final RedisSubscription subscription;
    private final Provider<RoomChannels> channels;
    private final Replicas replicas;

    RedisHints(Redis redis, RedisSubscription subscription, Provider<RoomChannels> channels, Replicas replicas) {
        this.redis = redis;
        this.subscription = subscription;
        this.channels = channels;
        this.replicas = replicas;
    }

    @Override
    public void listen(UUID room) {
        subscription.on(ROOM + room, text -> channels.get().accept(decoded(room, text)));
    }

    @Override
    public void ignore(UUID room) {
        subscription.off(ROOM + room);
    }

    @Override
    public void publish(List<RoomEvent> events) {
        if (!replicas.areOthers() || events.isEmpty()) return;
        List<Request> pipeline = new ArrayList<>(events.size());
        for (RoomEvent event : events)
            pipeline.add(Request.cmd(Command.PUBLISH).arg(ROOM + event.roomId()).arg(encoded(event)));
        redis.batch(pipeline); // a hint that fails is found by the sweep
    }

    /** Line 1: the event's rev; then a line per frame: its rev, a space, the frame (JSON has no raw line feed). */
    static String encoded(RoomEvent event) {
        StringBuilder text = new StringBuilder(512).append(event.rev());
        for (Delivery d : event.deliveries())
            text.append('\n').append(d.rev()).append(' ').append(d.frame());
        return text.toString();
    }

    static RoomEvent decoded(UUID room, String text) {
        String[] lines = text.split("\n");
        List<Delivery> deliveries = new ArrayList<>(lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            int space = lines[i].indexOf(' ');
            deliveries.add(new Delivery(lines[i].substring(space + 1), Long.parseLong(lines[i], 0, space, 10), null));
        }
        return new RoomEvent(room, Long.parseLong(lines[0]), deliveries);
    }
}
