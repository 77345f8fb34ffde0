package com.carechain.chat.ops;

import io.netty.channel.EventLoopGroup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.impl.transports.EpollTransport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's transport over epoll, but for one thing: connections are accepted by the event loops and not by a thread of its own, so a
 * new one is not handed from thread to thread. Those that come faster wait in the kernel, see {@code quarkus.http.accept-backlog}.
 * Vert.x finds this class by {@code META-INF/services}.
 */
@RegisterForReflection
public final class EpollLoops extends EpollTransport {
    private @Nullable EventLoopGroup loops;

    /** Asked for the loops first, then for those that accept: they are the same. */
    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        if (loops == null) loops = super.eventLoopGroup(type, threads, factory, ioRatio);
        return loops;
    }
}
