package com.carechain.chat.socket;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Leaves pings unanswered while the socket takes no bytes. The framework answers each with a pong that no limit of ours counts: who sends
 * pings and never reads would fill the memory of all. RFC 6455, 5.5.3, lets an endpoint answer only the latest of several pings.
 */
@Sharable
final class PingGuard extends ChannelInboundHandlerAdapter {
    private static final PingGuard GUARD = new PingGuard();

    private PingGuard() {}

    static void add(ChannelHandlerContext framework) {
        framework.pipeline().addBefore(framework.name(), "ping-guard", GUARD);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof PingWebSocketFrame && !context.channel().isWritable())
            ReferenceCountUtil.release(message);
        else context.fireChannelRead(message);
    }
}
