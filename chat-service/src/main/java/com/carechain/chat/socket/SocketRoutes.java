package com.carechain.chat.socket;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.ProblemAnswers;
import com.carechain.chat.problem.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Where sockets come in: {@code /ws/}, all rooms of a user, and {@code /ws/chat/{room}/}, one room, with or without the slash at the
 * end. Vert.x's own sockets, for the reasons in ADR 4.
 */
@ApplicationScoped
class SocketRoutes {
    private static final Logger LOG = Logger.getLogger(SocketRoutes.class);
    private static final Pattern PATH = Pattern.compile("/ws(?:/|/chat/([^/]+)/?)?");
    /** Before all that the framework does for every request, such as finding out who asks: none of it concerns an upgrade. */
    private static final int FIRST = -1_000_000;

    private final UpgradeChecks checks;
    private final Openings openings;
    private final FrameHandler frames;
    private final ProblemAnswers problems;
    private final Duration silence;

    SocketRoutes(
            UpgradeChecks checks, Openings openings, FrameHandler frames, ProblemAnswers problems, ChatConfig config) {
        this.checks = checks;
        this.openings = openings;
        this.frames = frames;
        this.problems = problems;
        this.silence = config.sockets().heartbeat().multipliedBy(5).dividedBy(2);
    }

    void add(@Observes Router router) {
        router.get("/ws/*").order(FIRST).handler(this::open);
    }

    private void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        Matcher path = PATH.matcher(context.normalizedPath());
        if (!path.matches() || !request.headers().contains("Sec-WebSocket-Key")) {
            context.next(); // no socket is wanted: there is nothing here
            return;
        }
        String room = path.group(1);
        request.pause();
        checks.decide(request, room)
                .onFailure(why -> problems.answer(context.response(), refusal(why)))
                .onSuccess(admitted -> upgrade(request, admitted));
    }

    private void upgrade(HttpServerRequest request, UpgradeChecks.Admitted admitted) {
        if (!channel(request).channel().isActive()) return; // it has left
        try {
            request.toWebSocket()
                    .onFailure(SocketRoutes::handshakeFailed)
                    .onSuccess(socket -> opened(socket, channel(request), admitted));
        } catch (IllegalStateException alreadyEnded) {
            handshakeFailed(alreadyEnded);
        }
    }

    /** Mostly a client that left while it was decided whether it may come in. */
    private static void handshakeFailed(Throwable why) {
        LOG.debugf("A handshake failed: %s", why.getMessage());
    }

    /** Vert.x shows its channel to those who ask its own connection for it. */
    private static ChannelHandlerContext channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channelHandlerContext();
    }

    private static Refusal refusal(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof Refusal refusal) return refusal;
        if (!Outage.is(why)) LOG.error("An upgrade could not be decided", why);
        return Outage.refusal();
    }

    /** On the socket's event loop, before it can bring a frame. */
    private void opened(ServerWebSocket socket, ChannelHandlerContext channel, UpgradeChecks.Admitted admitted) {
        if (channel.isRemoved()) return; // it has left
        // Vert.x keeps them as long as the socket: a fifth of what it weighs, with its token among them.
        socket.headers().clear();
        Silence.endsAfter(silence, channel);
        PingGuard.add(channel);
        SocketSession session = openings.session(socket, channel, admitted);
        Utf8.require(channel, () -> session.close(CloseCode.NOT_UTF8));
        socket.textMessageHandler(text -> frames.handle(session, text));
        socket.binaryMessageHandler(bytes -> session.close(CloseCode.BINARY));
        socket.exceptionHandler(why -> openings.failed(why, session));
        socket.closeHandler(v -> openings.closed(session));
        openings.opened(session, admitted);
    }
}
