package com.carechain.presence.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Lua script from {@code lua/} on the class path. Its header there names its keys and arguments. */
public record Script(String source, String sha1) {

    /** One run: all keys must be in one hash slot. */
    public record Call(Script script, List<String> keys, List<String> arguments) {}

    public static Script named(String name) {
        String path = "/lua/" + name;
        try (InputStream in = Script.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource " + path);
            }
            byte[] source = in.readAllBytes();
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(source);
            return new Script(
                    new String(source, StandardCharsets.UTF_8), HexFormat.of().formatHex(sha1));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public Call call(List<String> keys, List<String> arguments) {
        return new Call(this, keys, arguments);
    }
}
