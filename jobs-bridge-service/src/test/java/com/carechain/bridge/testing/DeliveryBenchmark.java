package com.carechain.bridge.testing;

import com.carechain.bridge.chat.Answer;
import com.carechain.bridge.chat.Answer.Outcome;
import com.carechain.bridge.chat.Answer.Verdict;
import com.carechain.bridge.chat.ChatEvent;
import com.carechain.bridge.chat.ChatService;
import com.carechain.local.server.KafkaServer;
import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the bridge costs: the same topic consumed plainly, bridged to a chat-service that answers from memory, and bridged
 * over HTTP to one that answers at once. Run by hand from the IDE or with the test class path; the argument is the number
 * of events (100,000 when missing). The first round of each warms up and is not shown.
 */
public final class DeliveryBenchmark {
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private DeliveryBenchmark() {}

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        try (KafkaServer kafka = KafkaServer.start(Files.createTempDirectory("bench"), 0)) {
            Topics topics = Topics.create(kafka.bootstrap(), 6);
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(events);
            for (int i = 0; i < events; i++) {
                records.add(
                        topics.record(Events.statusChanged("app-" + i % (events / 5), i, "submitted", "under_review")));
            }
            topics.publish(records);
            HttpServer chat = instantChat();
            System.out.printf("%-40s %12s %18s%n", "", "events/s", "CPU s per 1,000");
            for (int round = 0; round < 3; round++) {
                boolean show = round > 0;
                measure("plain consumption", events, show, () -> consume(topics));
                measure("bridge, chat in memory", events, show, () -> bridge(topics, DeliveryBenchmark::applied));
                measure(
                        "bridge, HTTP to an instant chat (its CPU in)",
                        events,
                        show,
                        () -> bridge(
                                topics, new PlainChatService(chat.getAddress().getPort())));
            }
            chat.stop(0);
        }
        System.exit(0);
    }

    private static void measure(String name, int events, boolean show, LongSupplier work) {
        long cpu = SYSTEM.getProcessCpuTime();
        long nanos = work.getAsLong();
        double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
        if (show) {
            System.out.printf("%-40s %,12.0f %18.3f%n", name, events / (nanos / 1e9), cpuSeconds * 1000 / events);
        }
    }

    private static long consume(Topics topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        topics.bootstrap(),
                        "group.id",
                        topics.source() + System.nanoTime(),
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        "1000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topics.source()));
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ZERO);
            }
            consumer.seekToBeginning(consumer.assignment());
            long started = System.nanoTime();
            long left = consumer.endOffsets(consumer.assignment()).values().stream()
                    .mapToLong(end -> end)
                    .sum();
            while (left > 0) {
                left -= consumer.poll(Duration.ofMillis(100)).count();
            }
            return System.nanoTime() - started;
        }
    }

    private static long bridge(Topics topics, ChatService chat) {
        String group = topics.group() + System.nanoTime();
        long all = topics.uncommitted();
        long started = System.nanoTime();
        try (Replica replica = Replica.start(topics, chat, Map.of("group", group))) {
            while (replica.count("processed") < all) {
                if (replica.bridge().inFlight() == 0 && replica.count("processed") == 0) {
                    started = System.nanoTime(); // joining the group is not delivery
                }
                LockSupport.parkNanos(1_000_000);
            }
            return System.nanoTime() - started;
        }
    }

    private static Answer applied(List<ChatEvent> events) {
        return new Answer.Verdicts(
                events.stream().map(any -> new Verdict(Outcome.APPLIED, null)).toList());
    }

    private static HttpServer instantChat() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                StringBuilder answer = new StringBuilder("{\"results\":[");
                Matcher ids =
                        EVENT_ID.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                for (String comma = ""; ids.find(); comma = ",") {
                    answer.append(comma)
                            .append("{\"event_id\":\"")
                            .append(ids.group(1))
                            .append("\",\"outcome\":\"applied\"}");
                }
                byte[] bytes = answer.append("]}").toString().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        return server;
    }
}
