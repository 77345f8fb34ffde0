package com.carechain.chat.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything of chat-service that can be set, under {@code carechain.*}; each also by its environment variable. */
@ConfigMapping(prefix = "carechain")
public interface ChatConfig {
    Limits limits();

    Messages messages();

    Lanes lanes();

    Sockets sockets();

    Fanout fanout();

    Outbox outbox();

    /** Bounds of what one client may do. 0 turns a rate limit off. */
    interface Limits {
        /** Characters of a message's content. */
        @WithDefault("10000")
        @Min(1)
        @Max(100_000)
        int contentCharacters();

        /** Bytes of one inbound WebSocket message. */
        @WithDefault("65536")
        @Min(1024)
        @Max(1_048_576)
        int frameBytes();

        /** Bytes of a REST request's body. */
        @WithDefault("262144")
        @Min(1024)
        int bodyBytes();

        /** Messages per second and user, over all sockets and REST; 0 = unlimited. */
        @WithDefault("5")
        @Min(0)
        int messagesPerSecond();

        /** Messages a user may send at once before {@link #messagesPerSecond()} applies. */
        @WithDefault("20")
        @Min(1)
        int messagesBurst();

        /** Refused frames in a row after which a socket is closed with 4008; 0 = never. */
        @WithDefault("100")
        @Min(0)
        int refusedFramesBeforeClose();

        /** Open sockets per user; 0 = unlimited. */
        @WithDefault("20")
        @Min(0)
        int socketsPerUser();

        /** Milliseconds between two typing frames of a user in a room that are passed on; 0 = all. */
        @WithDefault("1000")
        @Min(0)
        int typingIntervalMillis();

        /** Frames that may wait for one socket. */
        @WithDefault("256")
        @Min(16)
        int outboundFrames();

        /** Characters that may wait for one socket. */
        @WithDefault("1048576")
        @Min(65_536)
        int outboundCharacters();

        /** Frames of one socket that may be unanswered. */
        @WithDefault("64")
        @Min(1)
        int inboundFrames();

        /** Largest page of rooms or messages. */
        @WithDefault("200")
        @Min(1)
        @Max(1000)
        int pageSize();
    }

    /** Rules about messages. */
    interface Messages {
        /** How long after sending a message its sender may edit it. */
        @WithDefault("15m")
        Duration editWindow();

        /** How long after sending a message its sender may delete it. */
        @WithDefault("24h")
        Duration deleteWindow();

        /** Whether people may still write in a closed room. */
        @WithDefault("false")
        boolean sendInClosedRooms();
    }

    /** The write path. */
    interface Lanes {
        /** Writers of this replica: each holds one database connection while it works. */
        @WithDefault("2")
        @Min(1)
        @Max(32)
        int count();

        /** Messages that may wait in one lane; beyond it sends are answered {@code overloaded}. */
        @WithDefault("2000")
        @Min(1)
        int capacity();

        /** Most messages in one commit. */
        @WithDefault("256")
        @Min(1)
        @Max(2000)
        int batch();

        /**
         * Least time from the start of one batch to the next; 0 = none. A lone message never waits for it; under load it lets
         * messages gather for fewer commits.
         */
        @WithDefault("0ms")
        Duration pace();

        /** How long a batch is retried while PostgreSQL cannot be reached before its sends are answered {@code unavailable}. */
        @WithDefault("8s")
        Duration retryFor();
    }

    /** Connections of clients. */
    interface Sockets {
        /** Time between pings; a socket that is silent for two and a half of them is closed. */
        @WithDefault("30s")
        Duration heartbeat();

        /** Origins that browsers may connect from, e.g. {@code https://app.example.org}; {@code *} = any. */
        @WithDefault("http://localhost:8080,http://127.0.0.1:8080")
        Optional<List<String>> allowedOrigins();

        /** Most missed changes sent over a socket before the client is told to page over REST. */
        @WithDefault("300")
        @Min(1)
        @Max(1000)
        int resumePage();

        /** When the service stops: the time over which open sockets are told to go elsewhere, so that they do not all come at once. */
        @WithDefault("2s")
        Duration drain();

        /** How long {@code /ws/} waits for a first {@code subscribe} before all rooms go live. */
        @WithDefault("1s")
        Duration subscribeWait();
    }

    /** Delivery between replicas. */
    interface Fanout {
        /** Time between two comparisons of the open rooms with PostgreSQL. */
        @WithDefault("2s")
        Duration sweep();

        /** Time between two looks for other replicas. */
        @WithDefault("1s")
        Duration peers();
    }

    /** Events to Kafka. */
    interface Outbox {
        /** Whether this replica relays events to Kafka. */
        @WithDefault("true")
        boolean enabled();

        /** Topic of the events. */
        @WithDefault("chat-events")
        String topic();

        /** Most events in one round. */
        @WithDefault("500")
        @Min(1)
        @Max(10_000)
        int batch();

        /** Pause when there is nothing to relay. */
        @WithDefault("200ms")
        Duration idle();
    }
}
