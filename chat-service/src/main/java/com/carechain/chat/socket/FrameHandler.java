package com.carechain.chat.socket;

import com.carechain.chat.fanout.RoomChannel;
import com.carechain.chat.identity.Caller;
import com.carechain.chat.identity.Callers;
import com.carechain.chat.message.Draft;
import com.carechain.chat.message.Drafting;
import com.carechain.chat.message.MessageChanges;
import com.carechain.chat.message.NewMessage;
import com.carechain.chat.message.Outcome;
import com.carechain.chat.message.Repeats;
import com.carechain.chat.message.SendRate;
import com.carechain.chat.message.WriteLanes;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.ops.ChatMetrics;
import com.carechain.chat.ops.Traces;
import com.carechain.chat.presence.Presence;
import com.carechain.chat.problem.Outage;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.carechain.chat.receipt.Mark;
import com.carechain.chat.receipt.Receipts;
import com.carechain.chat.room.Room;
import com.carechain.chat.wire.ClientFrame;
import com.carechain.chat.wire.ServerFrame;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What each frame of a client does. Returns at once: work that waits goes to a lane or a virtual thread. */
@Singleton
@Startup // its metrics are there before the first message
class FrameHandler {
    private static final Logger LOG = Logger.getLogger(FrameHandler.class);
    private static final Duration RETRY_WHEN_BUSY = Duration.ofMillis(200);

    private final FrameReader reader;
    private final Drafting drafting;
    private final SendRate rate;
    private final Repeats repeats;
    private final WriteLanes lanes;
    private final MessageChanges changes;
    private final Receipts receipts;
    private final TypingReports typing;
    private final Presence presence;
    private final Subscriptions subscriptions;
    private final Callers callers;
    private final InstantSource clock;
    private final ChatMetrics metrics;
    private final Traces traces;
    private final Consumer<Code> refused;
    private final ChatConfig.Limits limits;

    FrameHandler(
            FrameReader reader,
            Drafting drafting,
            SendRate rate,
            Repeats repeats,
            WriteLanes lanes,
            MessageChanges changes,
            Receipts receipts,
            TypingReports typing,
            Presence presence,
            Subscriptions subscriptions,
            Callers callers,
            InstantSource clock,
            ChatMetrics metrics,
            Traces traces,
            ChatConfig config) {
        this.reader = reader;
        this.drafting = drafting;
        this.rate = rate;
        this.repeats = repeats;
        this.lanes = lanes;
        this.changes = changes;
        this.receipts = receipts;
        this.typing = typing;
        this.presence = presence;
        this.subscriptions = subscriptions;
        this.callers = callers;
        this.clock = clock;
        this.metrics = metrics;
        this.traces = traces;
        this.refused = metrics.framesRefused(Arrays.stream(Code.values()), Code::wire);
        this.limits = config.limits();
    }

    void handle(SocketSession session, String text) {
        metrics.framesReceived.increment();
        if (!session.takesFrames()) return;
        if (FrameReader.isLonger(text, limits.frameBytes())) {
            session.close(CloseCode.TOO_BIG);
            return;
        }
        answering(session, text, () -> {
            return session.keepsForLater(text, limits.inboundFrames()) || act(session, reader.read(text));
        });
    }

    /** The socket has its welcome. */
    void ready(SocketSession session) {
        session.ready(text -> answering(session, text, () -> act(session, reader.read(text))));
    }

    /** @param work false: it is probably refused, which is found out later */
    private void answering(SocketSession session, String text, BooleanSupplier work) {
        try {
            if (work.getAsBoolean()) session.accepted();
        } catch (Refusal refusal) {
            refuse(session, refusal, FrameReader.clientIdIn(text), FrameReader.roomIdIn(text));
        } catch (RuntimeException e) {
            LOG.error("A frame could not be handled", e);
            Refusal internal = Refusal.of(Code.INTERNAL, "The error has been logged.");
            refuse(session, internal, FrameReader.clientIdIn(text), FrameReader.roomIdIn(text));
        }
    }

    private boolean act(SocketSession session, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.ChatMessage m -> {
                return send(session, m);
            }
            case ClientFrame.Typing t -> typing(session, t);
            case ClientFrame.Activity a ->
                presence.activity(session.userId(), session.connectionId(), Boolean.TRUE.equals(a.idle()));
            case ClientFrame.MarkRead r -> {
                UUID room = member(session, r.roomId()).roomId();
                receipts.raise(Mark.read(room, session.userId(), seq(r.seq())));
            }
            case ClientFrame.MarkDelivered d -> {
                UUID room = member(session, d.roomId()).roomId();
                receipts.raise(Mark.delivered(room, session.userId(), seq(d.seq())));
            }
            case ClientFrame.EditMessage e -> {
                UUID room = member(session, e.roomId()).roomId();
                UUID message = required("message_id", e.messageId());
                String words = drafting.content(e.content());
                inBackground(session, room, () -> changes.edit(room, message, session.userId(), words));
            }
            case ClientFrame.DeleteMessage d -> {
                UUID room = member(session, d.roomId()).roomId();
                UUID message = required("message_id", d.messageId());
                inBackground(session, room, () -> changes.delete(room, message, session.userId()));
            }
            case ClientFrame.Subscribe s -> {
                if (session.onlyRoom != null) throw Refusal.invalid("type", "subscribe is for /ws/");
                inBackground(
                        session,
                        null,
                        () -> subscriptions.subscribe(session, s, (room, why) -> refuseRoom(session, why, room)));
            }
            case ClientFrame.Authenticate a -> {
                String token = required("token", a.token());
                begin(session); // not in its turn: a long resume must not keep a token from being renewed
                Thread.startVirtualThread(() -> answered(session, null, () -> renew(session, token)));
            }
            case ClientFrame.Ping() -> session.send(new ServerFrame.Pong(clock.instant()));
        }
        return true;
    }

    private boolean send(SocketSession session, ClientFrame.ChatMessage m) {
        Span span = traces.begin("chat_message");
        if (span == null) return send(session, m, null);
        try (Scope current = span.makeCurrent()) {
            return send(session, m, span);
        } catch (RuntimeException e) {
            span.end();
            throw e;
        }
    }

    /**
     * False: the user sends too fast, and unless it is a repetition it is refused.
     *
     * @param span ends with the answer
     */
    private boolean send(SocketSession session, ClientFrame.ChatMessage m, @Nullable Span span) {
        Membership in = member(session, m.roomId());
        Draft draft = drafting.draft(
                in.roomId(),
                in.member(),
                new NewMessage(
                        m.content(), m.messageType(), m.clientId(), m.attachmentId(), m.attachmentIds(), m.replyTo()));
        Consumer<Outcome> answer = outcome -> {
            answer(session, draft, m.clientId(), outcome);
            if (span != null) span.end();
        };
        try {
            rate.check(session.userId());
        } catch (Refusal tooFast) {
            if (m.clientId() == null) throw tooFast;
            begin(session);
            session.sending(draft);
            var unused = repeats.or(tooFast, draft).thenAccept(answer);
            return false;
        }
        begin(session);
        session.sending(draft);
        typing.hasSent(in.roomId(), session);
        lanes.submit(draft, answer);
        return true;
    }

    /** On the lane's thread, after the commit and before the fan-out. */
    private void answer(SocketSession session, Draft draft, @Nullable UUID clientId, Outcome outcome) {
        session.end();
        switch (outcome) {
            case Outcome.Stored s ->
                session.stored(
                        draft,
                        new ServerFrame.Ack(
                                draft.roomId(),
                                clientId,
                                s.messageId(),
                                s.seq(),
                                s.rev(),
                                s.createdAt(),
                                s.duplicate()));
            case Outcome.Refused(Refusal why) -> {
                session.answered(draft);
                refuse(session, why, clientId, draft.roomId());
            }
            case Outcome.Late() -> throw new IllegalStateException("only application events come late");
        }
    }

    private void typing(SocketSession session, ClientFrame.Typing t) {
        UUID room = member(session, t.roomId()).roomId();
        if (Boolean.TRUE.equals(t.isTyping())) typing.typing(room, session);
        else if (t.isTyping() != null) typing.ended(room, session);
        else throw Refusal.invalid("is_typing", "is missing");
    }

    private void renew(SocketSession session, String token) {
        Caller newer = callers.verify(token);
        if (!newer.id().equals(session.userId())) throw Refusal.of(Code.UNAUTHORIZED, "The token is another user's.");
        session.renew(newer);
    }

    /** The caller's place in a room; the room's members are as fresh as its channel. */
    private record Membership(UUID roomId, Room.Member member) {}

    private static Membership member(SocketSession session, @Nullable UUID named) {
        UUID id = session.onlyRoom != null ? session.onlyRoom : required("room_id", named);
        RoomChannel channel = session.channel(id);
        if (channel == null) throw Refusal.roomNotFound();
        return new Membership(id, channel.room().memberOrNotFound(session.userId()));
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) throw Refusal.invalid(field, "is missing");
        return value;
    }

    private static long seq(@Nullable Long seq) {
        if (seq == null) return Mark.ALL;
        if (seq < 0) throw Refusal.invalid("seq", "must not be negative");
        return seq;
    }

    /** One after the other, as the client has sent them: of two edits the later one must win. */
    private void inBackground(SocketSession session, @Nullable UUID room, Runnable work) {
        begin(session);
        session.inTurn(() -> answered(session, room, work));
    }

    private void answered(SocketSession session, @Nullable UUID room, Runnable work) {
        try {
            work.run();
        } catch (Refusal refusal) {
            refuse(session, refusal, null, room);
        } catch (RuntimeException e) {
            if (!Outage.is(e)) LOG.error("A frame could not be handled", e);
            Refusal internal = Refusal.of(Code.INTERNAL, "The error has been logged.");
            refuse(session, Outage.is(e) ? Outage.refusal() : internal, null, room);
        } finally {
            session.end();
        }
    }

    private void begin(SocketSession session) {
        if (!session.begin(limits.inboundFrames()))
            throw Refusal.retry(Code.OVERLOADED, "Too many frames of this socket are unanswered.", RETRY_WHEN_BUSY);
    }

    /** One of many in a frame that is served otherwise: however many there are, it is no refused frame and does not outrun its reader. */
    private void refuseRoom(SocketSession session, Refusal refusal, UUID room) {
        if (session.awaitRoom()) tell(session, refusal, null, room);
    }

    private void refuse(SocketSession session, Refusal refusal, @Nullable UUID clientId, @Nullable UUID room) {
        tell(session, refusal, clientId, room);
        if (limits.refusedFramesBeforeClose() > 0 && session.refused() >= limits.refusedFramesBeforeClose())
            session.close(CloseCode.TOO_FAST);
    }

    private void tell(SocketSession session, Refusal refusal, @Nullable UUID clientId, @Nullable UUID room) {
        refused.accept(refusal.code());
        Duration after = refusal.retryAfter();
        session.send(new ServerFrame.Failure(
                refusal.code().wire(),
                refusal.detail(),
                clientId,
                session.onlyRoom != null ? session.onlyRoom : room,
                after == null ? null : after.toMillis()));
    }
}
