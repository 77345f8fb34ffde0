package com.carechain.chat.attachment;

import io.netty.channel.Channel;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a download on their way out. The server closes connections from which nothing comes (ops.Idle), and from who downloads
 * nothing comes for long; but somebody who takes the bytes is there. Who takes none is still cut off.
 */
final class Progress extends FilterInputStream {
    private final Channel channel;

    Progress(InputStream bytes, HttpServerRequest request) {
        super(bytes);
        this.channel = ((ConnectionBase) request.connection()).channel();
    }

    /** Asked for the next piece: the one before has been taken. */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        channel.eventLoop().execute(() -> {
            IdleStateHandler idle = channel.pipeline().get(IdleStateHandler.class);
            if (idle != null) idle.resetReadTimeout();
        });
        return super.read(buffer, offset, length);
    }
}
