package com.carechain.chat.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Where the bytes of attachments are. Blocking; every call ends within a time limit. */
public interface Storage {
    /** One attachment has at most one of each. */
    enum Kind {
        FILE,
        THUMBNAIL
    }

    /** Names the bytes; nothing of it comes from a user. */
    record Key(UUID id, Kind kind) {}

    /** What a client that fetches by a link is to be told about the bytes. */
    record Served(String contentType, String disposition) {}

    /**
     * When it returns the bytes are durable; the file may be gone, it was moved. Storing the same key again replaces them.
     *
     * @throws StorageFull there is no room
     * @throws IOException it is not known whether they are there
     */
    void put(Key key, Path bytes, String contentType) throws IOException;

    /**
     * That many bytes from there; to be closed.
     *
     * @throws java.io.FileNotFoundException there is no such key
     */
    InputStream open(Key key, long offset, long length) throws IOException;

    /** An address from which anybody who has it can fetch the bytes that long; empty: this storage gives none. */
    Optional<URI> link(Key key, Served as, Duration goodFor);

    /** What is not there is deleted as well. */
    void delete(Key key) throws IOException;
}
