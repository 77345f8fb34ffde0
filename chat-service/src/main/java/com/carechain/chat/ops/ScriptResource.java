package com.carechain.chat.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Statements and scripts too long to read inside Java: {@code /sql/*.sql} and {@code /lua/*.lua}. */
public final class ScriptResource {
    private ScriptResource() {}

    /** The text without its comment lines, which would travel to the server each time. */
    public static String read(String path) {
        try (InputStream in = ScriptResource.class.getResourceAsStream("/" + path)) {
            if (in == null) throw new IllegalStateException("/" + path + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.strip().startsWith("--"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
