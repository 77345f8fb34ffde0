package com.carechain.chat.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;

/**
 * Refuses text frames that are not UTF-8 (close code 1007, RFC 6455 section 8.1). The framework decodes them with replacement
 * characters, so a message would be stored that nobody has written; Netty's own validator stands before it here.
 */
final class Utf8 {
    private Utf8() {}

    static void require(ChannelHandlerContext framework) {
        framework.pipeline().addBefore(framework.name(), "utf8-validator", new Utf8FrameValidator(true));
    }
}
