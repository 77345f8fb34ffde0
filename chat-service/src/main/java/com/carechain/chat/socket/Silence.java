package com.carechain.chat.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket from which nothing has come for that long. It takes the place of the server's own time limit for idle connections, which
 * never strikes on a socket, because our own pings count as traffic; what a dead peer lacks is the pong.
 */
final class Silence {
    private Silence() {}

    static void endsAfter(Duration longest, ChannelHandlerContext framework) {
        ChannelPipeline pipeline = framework.pipeline();
        IdleStateHandler silence = new IdleStateHandler(longest.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        if (pipeline.get(IdleStateHandler.class) == null) pipeline.addFirst("silence", silence);
        else pipeline.replace(IdleStateHandler.class, "silence", silence);
    }
}
