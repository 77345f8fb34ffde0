package com.carechain.local.server;

import com.carechain.local.process.ChildProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** Which {@code redis-server} to run: the machine's own when it is recent, else the one from the embedded-redis jar. */
final class RedisProgram {

    private static final int OLDEST_MAJOR = 7;
    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.");

    private RedisProgram() {}

    static Path find() {
        Path installed = ChildProcess.onPath("redis-server");
        return installed != null && majorVersion(installed) >= OLDEST_MAJOR ? installed : unpacked();
    }

    private static int majorVersion(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return 0;
            }
            Matcher version =
                    VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static Path unpacked() {
        byte[] program = packed();
        return ProgramCache.ofUser()
                .unpacked("redis", sha256(program), directory -> {
                    Path file = directory.resolve("redis-server");
                    Files.copy(new ByteArrayInputStream(program), file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                })
                .resolve("redis-server");
    }

    private static byte[] packed() {
        OsArchitecture machine = OsArchitecture.detectOSandArchitecture();
        @Nullable String name = ExecutableProvider.newProvidedVersionsMap().get(machine);
        try (InputStream in = name == null ? null : ExecutableProvider.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "There is no embedded Redis for this machine. Install redis-server 7 or newer, or set REDIS_URL"
                                + " to a server of yours.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("The embedded Redis cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] sha256(byte[] program) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(program);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
