package com.carechain.bench.socket;

import com.carechain.bench.stack.People;
import com.carechain.bench.stack.People.Person;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One socket of one person in one room: sends, and checks that whatever comes is the next thing. */
public final class Chatter {

    private static final int TEXT_LENGTH = 100;
    private static final String TEXT =
            "Could you come in on Thursday? ".repeat(4).substring(0, TEXT_LENGTH);

    private final Loop loop;
    private final URI replica;
    private final UUID room;
    private final Person person;
    private final String token;
    private Ledger ledger;
    private Consumer<Chatter> whenAnswered = chatter -> {};
    private @Nullable WebSocket socket;
    private @Nullable Promise<Void> opening;
    private boolean leaving;
    private boolean resuming;
    private long lastSeq;
    private long lastRev;
    private int openMessages;

    public Chatter(Loop loop, URI replica, UUID room, Person person, People people, Ledger ledger) {
        this.loop = loop;
        this.replica = replica;
        this.room = room;
        this.person = person;
        this.token = people.token(person);
        this.ledger = ledger;
    }

    /** Who is told when a message of this socket is acknowledged or refused. */
    void onAnswer(Consumer<Chatter> listener) {
        whenAnswered = listener;
    }

    public void use(Ledger other) {
        ledger = other;
    }

    public UUID room() {
        return room;
    }

    /** Messages up to here have come. */
    public long lastSeq() {
        return lastSeq;
    }

    public boolean isOpen() {
        return socket != null;
    }

    /** Done at the welcome. */
    public Future<Void> connect() {
        return connect(false);
    }

    /** Comes back with the last rev it has seen. Done when all that was missed has come. */
    public Future<Void> resume() {
        return connect(true);
    }

    private Future<Void> connect(boolean resume) {
        Promise<Void> promise = Promise.promise();
        opening = promise;
        resuming = resume;
        leaving = false;
        var options = new WebSocketConnectOptions()
                .setHost(replica.getHost())
                .setPort(replica.getPort())
                .setURI("/ws/chat/" + room + "/" + (resume ? "?after_rev=" + lastRev : ""))
                .addHeader("Authorization", "Bearer " + token);
        loop.sockets().connect(options).onSuccess(this::opened).onFailure(promise::tryFail);
        return promise.future();
    }

    private void opened(WebSocket opened) {
        socket = opened;
        opened.textMessageHandler(this::received);
        opened.exceptionHandler(e -> {});
        opened.closeHandler(v -> closed(opened));
    }

    private void closed(WebSocket was) {
        if (socket == was) {
            socket = null;
        }
        if (!leaving) {
            ledger.fault("closed_" + was.closeStatusCode());
        }
        if (opening != null) {
            opening.tryFail("closed while opening: " + was.closeStatusCode());
        }
    }

    /** The connection ends from this side. */
    public void leave() {
        leaving = true;
        WebSocket leaves = socket;
        if (leaves != null) {
            leaves.close();
        }
    }

    /** Sends one message that was due at that moment. */
    public void send(long dueNanos) {
        UUID clientId = ledger.clientId(ledger.next(dueNanos));
        WebSocket open = socket;
        if (open == null) {
            ledger.refused("not_connected");
            return;
        }
        openMessages++;
        open.writeTextMessage(
                "{\"type\":\"chat_message\",\"client_id\":\"" + clientId + "\",\"content\":\"" + TEXT + "\"}");
    }

    int openMessages() {
        return openMessages;
    }

    private void received(String text) {
        long now = System.nanoTime();
        Incoming frame = Incoming.read(text);
        switch (frame.type()) {
            case "welcome" -> welcomed(frame);
            case "ack" -> acknowledged(frame, now);
            case "chat_message" -> message(frame, now);
            case "synced" -> synced(frame);
            case "error" -> refused(frame);
            case "reset" -> ledger.fault("reset");
            default -> lastRev = Math.max(lastRev, frame.rev());
        }
    }

    private void welcomed(Incoming frame) {
        if (!resuming) {
            lastSeq = frame.seq();
            lastRev = frame.rev();
            opened();
        }
    }

    private void synced(Incoming frame) {
        lastRev = Math.max(lastRev, frame.rev());
        if (resuming) {
            if (frame.seq() != lastSeq) {
                ledger.fault("resumed_without_all");
            }
            opened();
        }
    }

    private void opened() {
        if (opening != null) {
            opening.tryComplete();
        }
    }

    private void acknowledged(Incoming frame, long now) {
        UUID clientId = frame.clientId();
        if (clientId == null || !ledger.isOurs(clientId)) {
            ledger.fault("acknowledged_unknown");
            return;
        }
        ledger.acknowledged(clientId, frame.duplicate(), now);
        openMessages--;
        whenAnswered.accept(this);
    }

    private void message(Incoming frame, long now) {
        if (frame.seq() <= lastSeq) {
            ledger.fault("repeated");
        } else if (frame.seq() > lastSeq + 1) {
            ledger.fault("gap");
        }
        lastSeq = Math.max(lastSeq, frame.seq());
        lastRev = Math.max(lastRev, frame.rev());
        UUID clientId = frame.clientId();
        if (clientId != null && ledger.isOurs(clientId)) {
            ledger.delivered(clientId, false, now);
        }
    }

    private void refused(Incoming frame) {
        ledger.refused(frame.code());
        if (frame.clientId() != null) {
            openMessages--;
            // At once again would be a flood of refusals.
            loop.vertx().setTimer(100, t -> whenAnswered.accept(this));
        }
    }

    public Person person() {
        return person;
    }
}
