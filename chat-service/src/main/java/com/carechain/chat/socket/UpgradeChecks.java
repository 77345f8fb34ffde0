package com.carechain.chat.socket;

import com.carechain.chat.identity.Caller;
import com.carechain.chat.identity.Callers;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.room.Room;
import com.carechain.chat.room.RoomService;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who may open a socket, decided before the upgrade: origin, token, membership. What was read on the way goes to the endpoint. */
@ApplicationScoped
class UpgradeChecks implements HttpUpgradeCheck {
    static final TypedKey<Caller> CALLER = new TypedKey<>("carechain.caller");
    static final TypedKey<Room> ROOM = new TypedKey<>("carechain.room");
    private static final List<String> TOKEN_PARAMETERS = List.of("token", "access_token", "jwt", "bearer");

    private final Callers callers;
    private final RoomService rooms;
    private final Drain drain;
    private final List<String> origins;

    UpgradeChecks(Callers callers, RoomService rooms, Drain drain, ChatConfig config) {
        this.callers = callers;
        this.rooms = rooms;
        this.drain = drain;
        this.origins = config.sockets().allowedOrigins().orElse(List.of());
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        if (drain.isDraining()) return CheckResult.rejectUpgrade(503);
        String origin = request.getHeader("Origin");
        if (origin != null && !origins.contains(origin) && !origins.contains("*"))
            return CheckResult.rejectUpgrade(403);
        // A token in a URL ends up in logs and histories: refused even when it is a good one.
        if (TOKEN_PARAMETERS.stream().anyMatch(p -> request.getParam(p) != null)) return CheckResult.rejectUpgrade(401);
        return context.securityIdentity()
                .chain(identity -> {
                    Caller caller = callers.of(identity);
                    context.userData().put(CALLER, caller);
                    String room = context.pathParam("room");
                    if (room == null) return CheckResult.permitUpgrade();
                    return Uni.createFrom()
                            .item(() -> rooms.visible(id(room), caller.id()))
                            .runSubscriptionOn(VIRTUAL)
                            .invoke(visible -> context.userData().put(ROOM, visible))
                            .replaceWith(CheckResult.permitUpgradeSync());
                })
                .onFailure()
                .recoverWithItem(UpgradeChecks::rejected);
    }

    private static final Executor VIRTUAL = Thread::startVirtualThread;

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.roomNotFound();
        }
    }

    private static CheckResult rejected(Throwable e) {
        if (e instanceof Refusal refusal)
            return CheckResult.rejectUpgradeSync(refusal.code().status());
        if (e instanceof SecurityException) return CheckResult.rejectUpgradeSync(401);
        if (Outage.is(e)) return CheckResult.rejectUpgradeSync(503);
        throw e instanceof RuntimeException r ? r : new IllegalStateException(e);
    }

    static @Nullable Long afterRev(@Nullable String query) {
        if (query == null) return null;
        for (String part : query.split("&")) {
            if (!part.startsWith("after_rev=")) continue;
            try {
                return Math.max(0, Long.parseLong(part.substring("after_rev=".length())));
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return null;
    }
}
