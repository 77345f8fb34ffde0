package com.carechain.local.server;

import com.carechain.local.process.LastLines;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A server did not come up. The message names the log to read and ends with its last lines. */
public final class ServerStartFailed extends RuntimeException {

    private final Path log;

    ServerStartFailed(String server, String reason, Path log, @Nullable Throwable cause) {
        super(server + " did not start: " + reason + ". Its log: " + log + LastLines.of(log), cause);
        this.log = log;
    }

    public Path log() {
        return log;
    }

    boolean saysThatThePortIsTaken() {
        String message = String.valueOf(getMessage());
        return message.contains("Address already in use") || message.contains("is taken by another program");
    }
}
