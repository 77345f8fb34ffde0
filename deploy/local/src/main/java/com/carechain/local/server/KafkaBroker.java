package com.carechain.local.server;

import com.carechain.local.process.ProgramLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The program inside the broker's own JVM. It prints {@link #READY} when it takes requests, and stops when its standard
 * input closes, because that means that the program which started it is gone.
 */
public final class KafkaBroker {

    static final String READY = "READY";

    private KafkaBroker() {}

    /** The argument is the path of the settings file. */
    public static void main(String[] args) throws Exception {
        ProgramLog.install();
        PrintStream readyLine = System.out;
        // Whatever logs to standard output belongs into the log file, which is standard error.
        System.setOut(System.err);
        ProgramLog.writeTo(System.err, Level.INFO);
        Path settings = Path.of(args[0]);
        var properties = new Properties();
        try (InputStream in = Files.newInputStream(settings)) {
            properties.load(in);
        }
        formatOnce(settings, Path.of(properties.getProperty("log.dirs")));

        var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
        stopWhenInputCloses();
        server.startup();
        readyLine.println(READY);
        readyLine.flush();
        server.awaitShutdown();
    }

    private static void formatOnce(Path settings, Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString()};
        int code = StorageTool.execute(format, System.err);
        if (code != 0) {
            throw new IllegalStateException("The storage could not be formatted, code " + code);
        }
    }

    private static void stopWhenInputCloses() {
        Thread.ofPlatform().daemon().name("watch-parent").start(() -> {
            try {
                while (System.in.read() != -1) {
                    // Nothing is expected here but the end.
                }
            } catch (IOException e) {
                // As good as the end.
            }
            System.exit(0);
        });
    }
}
