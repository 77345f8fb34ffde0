package com.carechain.chat.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Refuses text frames that are not UTF-8 (close code 1007, RFC 6455 section 8.1). The framework decodes them with replacement
 * characters, so a message would be stored that nobody has written; Netty's own validator stands before it here.
 */
final class Utf8 {
    private static final String NAME = "utf8-validator";

    private Utf8() {}

    static void require(HttpServerRequest upgrade) {
        if (!(upgrade.connection() instanceof ConnectionBase connection)) return;
        ChannelHandlerContext framework = connection.channelHandlerContext();
        ChannelPipeline pipeline = framework.pipeline();
        if (pipeline.get(NAME) == null) pipeline.addBefore(framework.name(), NAME, new Utf8FrameValidator(true));
    }
}
