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
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a socket, decided before the upgrade: origin, token or ticket, membership. What was read on the way goes to the
 * endpoint. The token is verified here and not by the HTTP layer, whose own answer to a bad one would log the address with it.
 */
@ApplicationScoped
class UpgradeChecks implements HttpUpgradeCheck {
    static final TypedKey<Caller> CALLER = new TypedKey<>("carechain.caller");
    static final TypedKey<Room> ROOM = new TypedKey<>("carechain.room");
    private static final Logger LOG = Logger.getLogger(UpgradeChecks.class);
    private static final Executor VIRTUAL = Thread::startVirtualThread;
    private static final Pattern TOKEN_PARAMETER = Pattern.compile("(^|&)(token|access_token|jwt|bearer)=");
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]+(\\.|%2[Ee])[A-Za-z0-9_-]+(\\.|%2[Ee])");

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
        if (origin != null && !isAllowed(origin, request)) return CheckResult.rejectUpgrade(403);
        if (carriesToken(request.query())) return CheckResult.rejectUpgrade(401);
        // back on the event loop for the upgrade itself: frames that follow at once must find their handler
        Context eventLoop = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> decided(context))
                .runSubscriptionOn(VIRTUAL)
                .emitOn(upgrade -> eventLoop.runOnContext(v -> upgrade.run()));
    }

    /** Blocking. */
    private CheckResult decided(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        try {
            Caller caller = callers.of(request.getHeader("Authorization"), request.getParam("ticket"));
            context.userData().put(CALLER, caller);
            String room = context.pathParam("room");
            if (room != null) context.userData().put(ROOM, rooms.visible(id(room), caller.id()));
            Utf8.require(request);
            return CheckResult.permitUpgradeSync();
        } catch (Refusal refusal) {
            return CheckResult.rejectUpgradeSync(refusal.code().status());
        } catch (RuntimeException e) {
            if (!Outage.is(e)) LOG.error("An upgrade could not be decided", e);
            return CheckResult.rejectUpgradeSync(503);
        }
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
