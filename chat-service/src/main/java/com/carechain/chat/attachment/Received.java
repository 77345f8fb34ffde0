package com.carechain.chat.attachment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * An upload that is here as a whole, not yet stored.
 *
 * @param name as its sender calls it, cleaned
 */
record Received(Path file, String name) implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Received.class);

    @Override
    public void close() {
        remove(file);
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("%s cannot be deleted: %s", file, e.getMessage()); // the sweep will
        }
    }
}
