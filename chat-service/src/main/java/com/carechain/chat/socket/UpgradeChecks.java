package com.carechain.chat.socket;

import com.carechain.chat.identity.Caller;
import com.carechain.chat.identity.Callers;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.QueryNumber;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomReads;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a socket, decided before the upgrade: origin, token or ticket, membership. The token is verified here and not by the
 * HTTP layer, whose own answer to a bad one would log the address with it.
 */
@Singleton
class UpgradeChecks {
    private static final Executor VIRTUAL = Thread::startVirtualThread;
    private static final Pattern TOKEN_PARAMETER = Pattern.compile("(^|&)(token|access_token|jwt|bearer)=");
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]+(\\.|%2[Ee])[A-Za-z0-9_-]+(\\.|%2[Ee])");
    /** A browser cannot set headers, but it can offer subprotocols. */
    private static final String HEADER_PROTOCOL = "quarkus-http-upgrade#Authorization#";

    private final Callers callers;
    private final RoomReads rooms;
    private final Drain drain;
    private final List<String> origins;

    UpgradeChecks(Callers callers, RoomReads rooms, Drain drain, ChatConfig config) {
        this.callers = callers;
        this.rooms = rooms;
        this.drain = drain;
        this.origins = config.sockets().allowedOrigins().orElse(List.of());
    }

    /**
     * @param room     null on {@code /ws/}
     * @param afterRev where the client resumes; null: from now on
     */
    record Admitted(
            Caller caller, @Nullable Room room, @Nullable Long afterRev) {}

    /** Ends on the event loop that asks. Fails with a {@link Refusal}, or with what kept us from deciding. */
    Future<Admitted> decide(HttpServerRequest request, @Nullable String room) {
        try {
            String origin = request.getHeader("Origin");
            if (drain.isDraining()) throw Refusal.of(Code.UNAVAILABLE, "This server is going away.");
            if (origin != null && !isAllowed(origin, request))
                throw Refusal.of(Code.FORBIDDEN, "Not from this origin.");
            if (carriesToken(request.query())) throw Refusal.of(Code.UNAUTHORIZED, "No token in an address.");
            UUID id = room == null ? null : id(room);
            String afterRev = request.query() == null ? null : request.getParam("after_rev");
            Context eventLoop = Vertx.currentContext();
            return Future.fromCompletionStage(
                    caller(request).thenCompose(caller -> admitted(caller, id, afterRev)), eventLoop);
        } catch (Refusal refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private CompletableFuture<Caller> caller(HttpServerRequest request) {
        String authorization = authorization(request);
        Caller known = callers.remembered(authorization);
        if (known != null) return CompletableFuture.completedFuture(known);
        String ticket = request.getParam("ticket");
        return CompletableFuture.supplyAsync(() -> callers.of(authorization, ticket), VIRTUAL);
    }

    private static @Nullable String authorization(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null) return header;
        String offered = request.getHeader("Sec-WebSocket-Protocol");
        if (offered == null) return null;
        for (String protocol : offered.split(",")) {
            String name = protocol.strip();
            if (name.regionMatches(true, 0, HEADER_PROTOCOL, 0, HEADER_PROTOCOL.length()))
                return decoded(name.substring(HEADER_PROTOCOL.length()));
        }
        return null;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Code.UNAUTHORIZED, "The subprotocol that carries the token is not URL-encoded.");
        }
    }

    private CompletableFuture<Admitted> admitted(Caller caller, @Nullable UUID room, @Nullable String afterRev) {
        if (room == null) return CompletableFuture.completedFuture(new Admitted(caller, null, null));
        return rooms.read(room).thenApply(found -> {
            Room visible = found.orElseThrow(Refusal::roomNotFound);
            visible.memberOrNotFound(caller.id());
            return new Admitted(caller, visible, QueryNumber.orNull("after_rev", afterRev, 0, Long.MAX_VALUE));
        });
    }

    /** On the list, or the page that this very address has served. */
    private boolean isAllowed(String origin, HttpServerRequest request) {
        String own = String.valueOf(request.authority());
        return origins.contains(origin)
                || origins.contains("*")
                || origin.equals("http://" + own)
                || origin.equals("https://" + own);
    }

    /** A token in an address ends up in logs and histories: refused even when it is a good one. */
    private static boolean carriesToken(@Nullable String query) {
        return query != null
                && (TOKEN_PARAMETER.matcher(query).find() || JWT.matcher(query).find());
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.roomNotFound();
        }
    }
}
