package com.carechain.chat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real clamd with one signature of its own: the test file that every antivirus program knows. */
public final class Clamd implements AutoCloseable {
    /** In two halves, so that no scanner mistakes this source for it. */
    public static final byte[] EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(StandardCharsets.US_ASCII);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Path directory;
    private final Process process;
    private final int port;

    private Clamd(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    public static Optional<Path> program() {
        return Stream.of("/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** On a free port, with its files there. */
    public static Clamd start(Path directory) {
        try {
            Path signatures = Files.createDirectories(directory.resolve("signatures"));
            Files.writeString(
                    signatures.resolve("test.ndb"),
                    "CareChain.Test.EICAR:0:*:" + HexFormat.of().formatHex(EICAR) + "\n");
            return started(directory, signatures, freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Clamd started(Path directory, Path signatures, int port) {
        try {
            Path settings = Files.write(
                    directory.resolve("clamd.conf"),
                    List.of(
                            "Foreground yes",
                            "TCPSocket " + port,
                            "TCPAddr 127.0.0.1",
                            "DatabaseDirectory " + signatures,
                            "StreamMaxLength 30M"));
            Process process = new ProcessBuilder(program().orElseThrow().toString(), "--config-file=" + settings)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("clamd.log").toFile())
                    .start();
            Clamd clamd = new Clamd(directory, process, port);
            Awaitility.await().atMost(PATIENCE).until(clamd::answers);
            return clamd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        if (!process.isAlive()) throw new IllegalStateException("clamd ended with " + process.exitValue());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** After {@link #close()}, on the same port. */
    public Clamd restarted() {
        return started(directory, directory.resolve("signatures"), port);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
