package com.carechain.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Room on the disk: PostgreSQL and Kafka fail in strange ways without it. */
public final class Disk {

    static final String MINIMUM = "CARECHAIN_MIN_FREE_MB";

    private static final long USUAL_MINIMUM_MB = 1000;
    private static final long MB = 1024 * 1024;
    private static final String FULL = "No space left on device";

    private Disk() {}

    static void requireSpace(Path directory, Map<String, String> environment) {
        long minimum = minimum(environment);
        long free = freeMegabytes(directory);
        if (free < minimum) {
            throw new StartFailed(
                    "The disk is nearly full: " + free + " MB are free for " + directory + ", CareChain wants "
                            + minimum + ". Make room, or keep its data elsewhere with CARECHAIN_STATE=<directory>.");
        }
    }

    private static long minimum(Map<String, String> environment) {
        String value = environment.getOrDefault(MINIMUM, "");
        try {
            return value.isBlank() ? USUAL_MINIMUM_MB : Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new StartFailed(MINIMUM + "=" + value + " is not a number.", e);
        }
    }

    /** What to say when {@code failure} comes from a full disk, as far as its messages tell. */
    public static Optional<String> explain(Throwable failure, Path directory) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(FULL)) {
                return Optional.of("The disk is full: " + freeMegabytes(directory) + " MB are free for " + directory
                        + ". Make room and start again.");
            }
        }
        return Optional.empty();
    }

    private static long freeMegabytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() / MB;
        } catch (IOException e) {
            throw new StartFailed(directory + " cannot be used: " + e.getMessage(), e);
        }
    }
}
