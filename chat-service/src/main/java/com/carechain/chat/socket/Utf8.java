package com.carechain.chat.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses text frames that are not UTF-8 (close code 1007, RFC 6455 section 8.1). The framework decodes them with replacement
 * characters, so a message would be stored that nobody has written; Netty's own validator stands before it here. That one's exception
 * would have the framework write a close frame of its own behind ours, so it ends here, and nothing but the client's close frame is read
 * after it.
 */
final class Utf8 extends Utf8FrameValidator {
    private final Runnable violated;
    private boolean ended;

    private Utf8(Runnable violated) {
        super(false);
        this.violated = violated;
    }

    /** @param violated closes the socket; runs on its event loop */
    static void require(ChannelHandlerContext framework, Runnable violated) {
        framework.pipeline().addBefore(framework.name(), "utf8-validator", new Utf8(violated));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) throws Exception {
        if (ended && !(frame instanceof CloseWebSocketFrame)) {
            ReferenceCountUtil.release(frame);
            return;
        }
        try {
            super.channelRead(context, frame);
        } catch (CorruptedFrameException e) {
            ended = true;
            violated.run();
        }
    }
}
