package com.carechain.chat.socket;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * Keeps the answer to an upgrade until the first frame, so that both go out with one system call and come in with one: half of what a
 * client is woken for while it connects. Nothing that is flushed leaves meanwhile.
 */
@Sharable
final class HeldHandshake extends ChannelOutboundHandlerAdapter {
    private static final HeldHandshake HELD = new HeldHandshake();

    private HeldHandshake() {}

    /** From now on; the caller sees to it that it is let go. Below HTTP's encoder, which stays until the answer has gone. */
    static void hold(ChannelHandlerContext framework) {
        ChannelPipeline pipeline = framework.pipeline();
        pipeline.addBefore(pipeline.context(HttpResponseEncoder.class).name(), "held-handshake", HELD);
    }

    /** Where the first frame is to be written so that it follows the answer; that context itself when nothing is held. */
    static ChannelHandlerContext behind(ChannelHandlerContext framework) {
        ChannelHandlerContext held = framework.pipeline().context(HELD);
        return held == null ? framework : held;
    }

    /** Lets the answer go, if it is held. */
    static void letGo(ChannelHandlerContext framework) {
        ChannelHandlerContext held = framework.pipeline().context(HELD);
        if (held == null) return;
        held.flush();
        framework.pipeline().remove(HELD);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        // later
    }
}
