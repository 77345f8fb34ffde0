package com.carechain.local;

import com.carechain.local.process.ProgramLog;
import com.carechain.local.publish.Event;
import com.carechain.local.publish.EventFile;
import com.carechain.local.publish.Publisher;
import com.carechain.local.publish.Publisher.Place;
import com.carechain.local.stack.EnvFile;
import com.carechain.local.stack.ExternalServers;
import com.carechain.local.stack.StartFailed;
import com.carechain.local.stack.StateDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads everything first, so that a mistake in the last file sends nothing of the first. */
@Command(
        name = "publish",
        description = "Publishes CloudEvents to the job-applications topic, as the job platform would.")
final class PublishCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "One JSON object, an array, or one object per line; - reads standard input.")
    List<String> files = List.of();

    @Option(names = "--raw", description = "Sends every line as it is, without a key, also what is not JSON.")
    boolean raw;

    @Override
    public Integer call() throws IOException {
        List<Event> events = new ArrayList<>();
        for (String file : files) {
            EventFile read = read(file);
            events.addAll(raw ? read.rawLines() : read.events());
        }
        ProgramLog.writeTo(OutputStream.nullOutputStream(), Level.OFF);
        try (var publisher = new Publisher(bootstrap())) {
            for (Event event : events) {
                publish(event, publisher);
            }
        }
        return 0;
    }

    private void publish(Event event, Publisher publisher) {
        if (event.applicationId() == null && !raw) {
            System.err.println(event.origin() + ": no data.application_id, so it is sent without a key.");
        }
        Place place = publisher.send(event);
        System.out.printf(
                "%s  application %s  partition %d  offset %d%n",
                event.type().isEmpty() ? "(no type)" : event.type(),
                event.applicationId() == null ? "-" : event.applicationId(),
                place.partition(),
                place.offset());
    }

    private static EventFile read(String file) throws IOException {
        if (file.equals("-")) {
            return EventFile.of("standard input", System.in.readAllBytes());
        }
        try {
            return EventFile.of(file, Files.readAllBytes(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new StartFailed("There is no file " + file, e);
        } catch (IOException e) {
            throw new StartFailed(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The broker of the running stack, or the one the caller names. */
    private static String bootstrap() {
        String own = ExternalServers.of(System.getenv()).kafka();
        if (!own.isEmpty()) {
            return own;
        }
        StateDirectory state = StateDirectory.locate(System.getenv());
        String running = EnvFile.read(state.env()).get("KAFKA_BOOTSTRAP");
        if (running.isEmpty()) {
            throw new StartFailed(
                    "CareChain is not running, so there is no Kafka to publish to. Start it with ./carechain up");
        }
        return running;
    }
}
