package com.carechain.chat.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Statements too long to read inside Java, in {@code /sql}. */
public final class SqlResource {
    private SqlResource() {}

    /** The statement without its comments, which would travel to the server each time it is prepared. */
    public static String read(String name) {
        try (InputStream in = SqlResource.class.getResourceAsStream("/sql/" + name)) {
            if (in == null) throw new IllegalStateException("/sql/" + name + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.strip().startsWith("--"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
