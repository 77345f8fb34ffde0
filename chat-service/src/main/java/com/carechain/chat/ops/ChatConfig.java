package com.carechain.chat.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Everything of chat-service that can be set, under {@code carechain.*}; each also by its environment variable. */
@ConfigMapping(prefix = "carechain")
public interface ChatConfig {
    Limits limits();

    Messages messages();

    Lanes lanes();

    Sockets sockets();

    Fanout fanout();

    Outbox outbox();

    Attachments attachments();

    Page page();

    Admin admin();

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
        @DurationMin(millis = 0)
        Duration editWindow();

        /** How long after sending a message its sender may delete it. */
        @WithDefault("24h")
        @DurationMin(millis = 0)
        Duration deleteWindow();

        /** Whether people may still write in a closed room. */
        @WithDefault("false")
        boolean sendInClosedRooms();

        /**
         * Bytes of newest pages of history that a replica keeps, to answer with them again as long as their rooms' {@code rev} stays;
         * 0 = none.
         */
        @WithDefault("16777216")
        @Min(0)
        long pagesKept();
    }

    /** The write path. */
    interface Lanes {
        /** Writers of this replica: each holds one database connection while it works. */
        @WithDefault("1")
        @Min(1)
        @Max(32)
        int count();

        /** Messages that may wait in one lane; beyond it sends are answered {@code overloaded}. */
        @WithDefault("2000")
        @Min(1)
        int capacity();

        /** Most messages in one commit: while it is made, the sockets of the one before are written to. */
        @WithDefault("100")
        @Min(1)
        @Max(2000)
        int batch();

        /**
         * Least time from the start of one batch to the next; 0 = none. A lone message never waits for it; under load it lets
         * messages gather for fewer commits. Over before its time when 32 wait, or as many as were under way, and at least 8.
         */
        @WithDefault("3ms")
        Duration pace();

        /** How long a batch is retried while PostgreSQL cannot be reached before its sends are answered {@code unavailable}. */
        @WithDefault("8s")
        @DurationMin(millis = 0)
        Duration retryFor();
    }

    /** Connections of clients. */
    interface Sockets {
        /**
         * Time between pings; a socket that is silent for two and a half of them is closed. With presence-service's grace of 10 s a
         * person whose network is gone is shown offline within 50 s.
         */
        @WithDefault("15s")
        @DurationMin(seconds = 2)
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
        @DurationMin(millis = 0)
        Duration drain();

        /** How long {@code /ws/} waits for a first {@code subscribe} before all rooms go live. */
        @WithDefault("1s")
        @DurationMin(millis = 0)
        Duration subscribeWait();
    }

    /** Delivery between replicas. */
    interface Fanout {
        /** Time between two comparisons of the open rooms with PostgreSQL. */
        @WithDefault("2s")
        @DurationMin(millis = 1)
        Duration sweep();

        /** Time between two looks for other replicas. */
        @WithDefault("1s")
        @DurationMin(millis = 1)
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

        /** Events in one round, up to 127 more when they were committed together. */
        @WithDefault("2000")
        @Min(1)
        @Max(10_000)
        int batch();

        /** Pause when there is nothing to relay; shorter while more than 1,000 events would come in it. */
        @WithDefault("200ms")
        @DurationMin(millis = 1)
        Duration idle();
    }

    /** Files in rooms. What S3 is and where is said with {@code quarkus.s3.*}. */
    interface Attachments {
        /** Where the bytes are. */
        enum Store {
            DIRECTORY,
            S3
        }

        /** Who looks for viruses. */
        enum Scanner {
            NONE,
            CLAMD
        }

        /** Where the bytes are: {@code directory} or {@code s3}. */
        @WithDefault("directory")
        Store store();

        /** For {@code directory}: the same one for all replicas. For {@code s3}: where uploads are put together first. */
        @WithDefault("/var/lib/carechain/attachments")
        Path directory();

        /** For {@code s3}: the bucket. It must exist. */
        @WithDefault("carechain-attachments")
        String bucket();

        /** For {@code s3}: how long a download link of S3 itself, to which clients are redirected, is good; 0 = bytes come through here. */
        @WithDefault("0s")
        Duration presigned();

        /** Bytes of one file. */
        @WithDefault("26214400")
        @Min(1024)
        @Max(1_000_000_000)
        long maxBytes();

        /** Media types, as recognised from the bytes, that may be stored. */
        @WithDefault("application/pdf,application/msword,application/vnd.ms-excel,application/vnd.ms-powerpoint,"
                + "application/vnd.openxmlformats-officedocument.wordprocessingml.document,"
                + "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,"
                + "application/vnd.openxmlformats-officedocument.presentationml.presentation,"
                + "application/vnd.oasis.opendocument.text,application/vnd.oasis.opendocument.spreadsheet,"
                + "application/vnd.oasis.opendocument.presentation,application/rtf,text/plain,text/csv,"
                + "image/jpeg,image/png,image/gif,image/webp,"
                + "audio/mpeg,audio/mp4,audio/vnd.wave,audio/ogg,audio/vorbis,audio/opus,video/webm")
        List<@Pattern(regexp = "[^/\\s]+/[^/\\s]+", message = "must be a media type") String> types();

        /** Width × height of an image; a larger one is refused undecoded. */
        @WithDefault("40000000")
        @Min(1)
        @Max(200_000_000)
        int maxPixels();

        /** Longer side of a thumbnail, in pixels; 0 = no thumbnails. */
        @WithDefault("320")
        @Min(0)
        @Max(2000)
        int thumbnailPixels();

        /** Uploads of a user per day (UTC); 0 = unlimited. */
        @WithDefault("200")
        @Min(0)
        int uploadsPerDay();

        /** Bytes that a user uploads per day (UTC); 0 = unlimited. */
        @WithDefault("524288000")
        @Min(0)
        long bytesPerDay();

        /** Uploads that this replica takes in at the same time; beyond it they are answered {@code overloaded}. */
        @WithDefault("32")
        @Min(1)
        int concurrentUploads();

        /** Of these, how many may be one user's; beyond it they are answered {@code rate_limited}. A browser sends six at a time. */
        @WithDefault("8")
        @Min(1)
        int concurrentUploadsPerUser();

        /** How long one upload may take. */
        @WithDefault("15m")
        Duration uploadTime();

        /** Bytes that stay free in {@code directory}; below it uploads are answered {@code storage_full}. */
        @WithDefault("268435456")
        @Min(0)
        long minFreeBytes();

        /** How long an upload waits for a message that names it before it is removed. */
        @WithDefault("24h")
        Duration unusedAfter();

        /** How long after its message was deleted a file is removed. */
        @WithDefault("24h")
        Duration deletedAfter();

        /** Time between two looks for files to remove. */
        @WithDefault("1m")
        Duration cleanUp();

        /** Who looks for viruses: {@code none} or {@code clamd}. */
        @WithDefault("none")
        Scanner scanner();

        /** Host and port of clamd. */
        @WithDefault("localhost:3310")
        String clamdAddress();

        /** How long a scan may take. */
        @WithDefault("60s")
        Duration scanTime();

        /** Time between two looks for files that still wait to be scanned. */
        @WithDefault("15s")
        Duration scanAgain();
    }

    /** The page for users, at {@code /}. */
    interface Page {
        /** Whether the page, the admin view and the client library are served; without them only the API answers. */
        @WithDefault("true")
        boolean enabled();

        /** Address on the page's own origin that answers a signed-in browser (by its cookie) with {@code {"access_token": …}}. */
        @WithDefault("")
        Optional<@Pattern(regexp = "(/([^/\\\\].*)?)?", message = "must be a path on the page's own origin") String>
                tokenUrl();

        /** Where the page sends people who have no token. */
        @WithDefault("")
        Optional<
                        @Pattern(
                                regexp = "(/([^/\\\\].*)?|https?://.+)?",
                                message = "must be a path or an http(s) address")
                        String>
                signInUrl();

        /**
         * Origins that the page may ask beside its own, separated by spaces: with {@link Attachments#presigned()} that of the bucket,
         * such as {@code https://files.s3.eu-central-1.amazonaws.com}.
         */
        @WithDefault("")
        Optional<
                        @Pattern(
                                regexp = "(https?://[\\w.:*-]+( https?://[\\w.:*-]+)*)?",
                                message = "must be origins such as https://files.example, separated by spaces")
                        String>
                connectSources();
    }

    /** What administrators see. */
    interface Admin {
        /** Longest that PostgreSQL works on one question; beyond it the answer is {@code too_broad}. */
        @WithDefault("5s")
        Duration questionLimit();

        /** Longest span of time in which messages may be searched without naming a room or a sender. */
        @WithDefault("31d")
        Duration searchSpan();

        /** Time between two reports of a replica for the overview. */
        @WithDefault("5s")
        Duration report();

        /** Addresses of proxies whose {@code X-Forwarded-For} is believed in the audit, e.g. {@code 10.0.0.0/8}. */
        @WithDefault("127.0.0.0/8,::1/128")
        Optional<List<String>> trustedProxies();
    }
}
