package com.carechain.chat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real S3 server (s3proxy, from deploy/s3) over a directory, with one bucket; a process of its own. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "attachments";
    public static final String ACCESS_KEY = "local";
    public static final String SECRET_KEY = "local-secret";
    private static final Path PROGRAM = Path.of(System.getProperty("carechain.root"), "deploy", "s3", "target", "lib");

    private final Path directory;
    private final int port;
    private Process process;

    private S3Server(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    public static S3Server start(Path directory) {
        if (!Files.isDirectory(PROGRAM))
            throw new IllegalStateException(
                    PROGRAM + " is missing: build with -am, so that deploy/s3 is built as well");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            S3Server server = new S3Server(directory, free.getLocalPort());
            Files.createDirectories(directory.resolve("data").resolve(BUCKET));
            Files.write(
                    directory.resolve("s3proxy.conf"),
                    List.of(
                            "s3proxy.endpoint=http://127.0.0.1:" + server.port,
                            "s3proxy.authorization=aws-v2-or-v4",
                            "s3proxy.identity=" + ACCESS_KEY,
                            "s3proxy.credential=" + SECRET_KEY,
                            "jclouds.provider=filesystem-nio2",
                            "jclouds.filesystem.basedir=" + directory.resolve("data")));
            Files.writeString(
                    directory.resolve("logback.xml"), "<configuration><root level=\"WARN\"/></configuration>");
            free.close();
            server.restart();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the same port, with what it held. */
    public void restart() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-Dlogback.configurationFile=" + directory.resolve("logback.xml"),
                            "-cp",
                            PROGRAM + "/*",
                            "org.gaul.s3proxy.Main",
                            "--properties",
                            directory.resolve("s3proxy.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("s3proxy.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(this::answers);
    }

    private boolean answers() {
        if (!process.isAlive()) throw new IllegalStateException("s3proxy ended with " + process.exitValue());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
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
