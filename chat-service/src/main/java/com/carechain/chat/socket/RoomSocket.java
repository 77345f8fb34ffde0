package com.carechain.chat.socket;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;

/** {@code /ws/chat/{room}/}: one room. Translates only; see {@link Openings} and {@link FrameHandler}. */
@WebSocket(path = "/ws/chat/{room}")
class RoomSocket {
    private final Openings openings;
    private final Sessions sessions;
    private final FrameHandler frames;

    RoomSocket(Openings openings, Sessions sessions, FrameHandler frames) {
        this.openings = openings;
        this.sessions = sessions;
        this.frames = frames;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        openings.opened(connection, connection.userData().get(UpgradeChecks.ROOM));
    }

    @OnTextMessage
    @NonBlocking
    void frame(String text, WebSocketConnection connection) {
        SocketSession session = sessions.of(connection.id());
        if (session != null) frames.handle(session, text);
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer bytes, WebSocketConnection connection) {
        SocketSession session = sessions.of(connection.id());
        if (session != null) session.close(CloseCode.BINARY);
    }

    @OnError
    @NonBlocking
    void failed(Throwable failure, WebSocketConnection connection) {
        openings.failed(failure, connection);
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        openings.closed(connection);
    }
}
