package com.carechain.chat.socket;

import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where sockets come in: {@code /ws/}, all rooms of a user, and {@code /ws/chat/{room}/}, one room, with or without the slash at the
 * end. Vert.x's own sockets, for the reasons in ADR 4.
 */
@ApplicationScoped
class SocketRoutes {
    private static final Logger LOG = Logger.getLogger(SocketRoutes.class);
    private final UpgradeChecks checks;
    private final Openings openings;
    private final FrameHandler frames;

    SocketRoutes(UpgradeChecks checks, Openings openings, FrameHandler frames) {
        this.checks = checks;
        this.openings = openings;
        this.frames = frames;
    }

    void add(@Observes Router router) {
        router.getWithRegex("/ws/?").handler(context -> open(context, null));
        router.getWithRegex("/ws/chat/(?<room>[^/]+)/?").handler(context -> open(context, context.pathParam("room")));
    }

    private void open(RoutingContext context, @Nullable String room) {
        HttpServerRequest request = context.request();
        if (!request.headers().contains("Sec-WebSocket-Key")) {
            context.next(); // no socket is wanted: there is nothing here
            return;
        }
        request.pause();
        checks.decide(request, room)
                .onFailure(why -> context.response().setStatusCode(status(why)).end())
                .onSuccess(admitted -> request.toWebSocket()
                        .onFailure(why -> LOG.debugf("A handshake failed: %s", why.getMessage()))
                        .onSuccess(socket -> opened(socket, channel(request), admitted)));
    }

    /** Vert.x shows its channel to those who ask its own connection for it. */
    private static ChannelHandlerContext channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channelHandlerContext();
    }

    private static int status(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof Refusal refusal) return refusal.code().status();
        if (!Outage.is(why)) LOG.error("An upgrade could not be decided", why);
        return 503;
    }

    /** On the socket's event loop, before it can bring a frame. */
    private void opened(ServerWebSocket socket, ChannelHandlerContext channel, UpgradeChecks.Admitted admitted) {
        Utf8.require(channel);
        SocketSession session = openings.session(socket, channel, admitted);
        socket.textMessageHandler(text -> frames.handle(session, text));
        socket.binaryMessageHandler(bytes -> session.close(CloseCode.BINARY));
        socket.exceptionHandler(why -> openings.failed(why, session));
        socket.closeHandler(v -> openings.closed(session));
        openings.opened(session, admitted.room(), socket.query());
    }
}
