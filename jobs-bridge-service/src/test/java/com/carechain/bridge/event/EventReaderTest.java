package com.carechain.bridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.carechain.bridge.event.ApplicationEvent.InterviewCancelled;
import com.carechain.bridge.event.ApplicationEvent.InterviewScheduled;
import com.carechain.bridge.event.ApplicationEvent.StatusChanged;
import com.carechain.bridge.event.ApplicationEvent.Submitted;
import com.carechain.bridge.event.ApplicationEvent.Withdrawn;
import com.carechain.bridge.testing.Events;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final EventReader READER = new EventReader(1024 * 1024);

    @Test
    void everyTypeIsReadIntoItsOwnRecord() {
        // Given
        ObjectNode submitted = Events.submitted("app-1", 1);
        Events.data(submitted).put("note", "  Available from May. ");

        // When
        Submitted applied = assertInstanceOf(Submitted.class, understood(submitted));
        StatusChanged moved = assertInstanceOf(
                StatusChanged.class, understood(Events.statusChanged("app-1", 2, "submitted", "offer")));
        InterviewScheduled invited =
                assertInstanceOf(InterviewScheduled.class, understood(Events.interviewScheduled("app-1", 3)));
        InterviewCancelled cancelled =
                assertInstanceOf(InterviewCancelled.class, understood(Events.interviewCancelled("app-1", 4)));
        Withdrawn withdrawn = assertInstanceOf(Withdrawn.class, understood(Events.withdrawn("app-1", 5)));

        // Then
        assertEquals("/jobs#app-1-1-submitted", applied.eventId());
        assertEquals("Available from May.", applied.note());
        assertEquals(
                new Application(
                        "app-1",
                        1,
                        Instant.parse("2026-01-31T12:00:00Z"),
                        new Application.Job("job-1", "Senior Nurse"),
                        new Application.Person("candidate-1", "Maria Silva"),
                        new Application.Person("employer-1", "Acme Clinic")),
                applied.application());
        assertEquals("submitted", moved.previousStatus());
        assertEquals("offer", moved.status());
        assertEquals(
                new Interview(
                        "interview-1",
                        Instant.parse("2026-02-03T14:00:00Z"),
                        null,
                        45,
                        ZoneId.of("Europe/Berlin"),
                        "Main Street 5, room 2",
                        "https://video.example/room?id=1&x=%20y"),
                invited.interview());
        assertEquals(invited.interview(), cancelled.interview());
        assertNull(withdrawn.note());
    }

    @Test
    void binaryModeIsReadLikeStructuredMode() {
        // Given
        ObjectNode event = Events.statusChanged("app-1", 2, "submitted", "under_review");
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/json; charset=utf-8".getBytes(UTF_8));
        for (String attribute : new String[] {"specversion", "id", "source", "type", "time"}) {
            headers.add("ce_" + attribute, event.get(attribute).asText().getBytes(UTF_8));
        }

        // When
        Reading reading = read("app-1", event.get("data").toString().getBytes(UTF_8), headers);

        // Then
        assertEquals(new Reading.Understood(understood(event)), reading);
    }

    @Test
    void aPlainJsonValueWithoutContentTypeIsStructuredMode() {
        byte[] value = Events.submitted("app-1", 1).toString().getBytes(UTF_8);

        assertInstanceOf(Reading.Understood.class, read("app-1", value, new RecordHeaders()));
    }

    @Test
    void unknownTypesAreSkippedAndUnknownFieldsTolerated() {
        // Given
        ObjectNode foreign = Events.submitted("app-1", 1).put("type", "com.carechain.application.archived");
        ObjectNode richer = Events.submitted("app-1", 1).put("priority", "high");
        Events.data(richer).putObject("salary").put("amount", 1);
        ((ObjectNode) Events.data(richer).get("job")).put("department", "Ward 3");

        // Then
        assertEquals(new Reading.Skipped("com.carechain.application.archived"), read(foreign));
        assertInstanceOf(Submitted.class, understood(richer));
    }

    @Test
    void anUnknownTypeIsSkippedWhateverItsDataIs() {
        ObjectNode foreign = Events.submitted("app-1", 1).put("type", "com.other.thing");
        foreign.remove("data");

        assertEquals(
                new Reading.Skipped("com.other.thing"),
                read(null, foreign.toString().getBytes(UTF_8), structured()));
    }

    @Test
    void optionalFieldsMayBeNullAndACancellationMayNameTheInterviewAlone() {
        // Given
        ObjectNode event = Events.interviewCancelled("app-1", 4);
        Events.data(event).putNull("note");
        Events.data(event).putObject("interview").put("id", "interview-1");

        // When
        InterviewCancelled cancelled = assertInstanceOf(InterviewCancelled.class, understood(event));

        // Then
        assertEquals("interview-1", cancelled.interviewId());
        assertNull(cancelled.interview());
        assertNull(cancelled.note());
    }

    @Test
    void aMovedInterviewKnowsItsStartBefore() {
        ObjectNode event = Events.interviewScheduled("app-1", 3);
        Events.interview(event).put("previous_starts_at", "2026-02-01T10:00:00+01:00");

        InterviewScheduled moved = assertInstanceOf(InterviewScheduled.class, understood(event));

        assertEquals(Instant.parse("2026-02-01T09:00:00Z"), moved.interview().previousStartsAt());
    }

    static Stream<Arguments> bentEvents() {
        return Stream.of(
                bent("wrong specversion", PoisonKind.SPEC_VERSION, "\"2.0\"", e -> e.put("specversion", "2.0")),
                bent("old specversion", PoisonKind.SPEC_VERSION, "\"0.3\"", e -> e.put("specversion", "0.3")),
                bent("no specversion", PoisonKind.NOT_A_CLOUDEVENT, "specversion", e -> e.remove("specversion")),
                bent("no id", PoisonKind.ATTRIBUTE, "attribute id is missing", e -> e.remove("id")),
                bent("empty id", PoisonKind.ATTRIBUTE, "id", e -> e.put("id", "")),
                bent("no source", PoisonKind.ATTRIBUTE, "attribute source is missing", e -> e.remove("source")),
                bent("no type", PoisonKind.ATTRIBUTE, "attribute type is missing", e -> e.remove("type")),
                bent("bad time", PoisonKind.ATTRIBUTE, "attribute", e -> e.put("time", "yesterday")),
                bent("long event id", PoisonKind.ATTRIBUTE, "511", e -> e.put("id", "x".repeat(512))),
                bent("NUL in the id", PoisonKind.ATTRIBUTE, "control", e -> e.put("id", "a\u0000b")),
                bent("no data", PoisonKind.DATA, "no data", e -> e.remove("data")),
                bent("data is a list", PoisonKind.DATA, "not a JSON object", e -> e.putArray("data")),
                bent("data is text", PoisonKind.DATA, "not JSON", e -> e.put("datacontenttype", "text/plain")
                        .put("data", "hello")),
                data(
                        "no application id",
                        PoisonKind.SCHEMA,
                        "data.application_id is missing.",
                        d -> d.remove("application_id")),
                data("no candidate", PoisonKind.SCHEMA, "data.candidate is missing.", d -> d.remove("candidate")),
                data("no job title", PoisonKind.SCHEMA, "data.job.title is missing.", d -> d.putObject("job")
                        .put("id", "job-1")),
                data("long id", PoisonKind.SCHEMA, "data.candidate.id must be 1 to 64 of", d -> d.putObject("candidate")
                        .put("id", "c".repeat(65))
                        .put("name", "M")),
                data("id with a line break", PoisonKind.SCHEMA, "data.candidate.id", d -> d.putObject("candidate")
                        .put("id", "c1\n")
                        .put("name", "M")),
                data("blank name", PoisonKind.SCHEMA, "data.candidate.name is blank", d -> d.putObject("candidate")
                        .put("id", "c1")
                        .put("name", "   ")),
                data("NUL in a name", PoisonKind.SCHEMA, "data.candidate.name holds a control", d -> d.putObject(
                                "candidate")
                        .put("id", "c1")
                        .put("name", "M\u0000")),
                data(
                        "long name",
                        PoisonKind.SCHEMA,
                        "data.candidate.name must have at most 200 characters.",
                        d -> d.putObject("candidate").put("id", "c1").put("name", "n".repeat(201))),
                data("long note", PoisonKind.SCHEMA, "data.note", d -> d.put("note", "n".repeat(4001))),
                data(
                        "version is text",
                        PoisonKind.SCHEMA,
                        "data.version is string, expected is integer.",
                        d -> d.put("version", "1")),
                data(
                        "negative version",
                        PoisonKind.SCHEMA,
                        "data.version must be at least 0.",
                        d -> d.put("version", -1)),
                data("huge version", PoisonKind.SCHEMA, "data.version", d -> d.put("version", 9007199254740993L)),
                data(
                        "impossible date",
                        PoisonKind.TIME,
                        "data.occurred_at",
                        d -> d.put("occurred_at", "2026-02-30T10:00:00Z")),
                data(
                        "date without offset",
                        PoisonKind.TIME,
                        "offset",
                        d -> d.put("occurred_at", "2026-02-03T10:00:00")),
                data("far future", PoisonKind.TIME, "years", d -> d.put("occurred_at", "9999-12-31T23:59:59Z")),
                data("same person", PoisonKind.SAME_PERSON, "same person", d -> d.putObject("employer")
                        .put("id", "candidate-1")
                        .put("name", "M")),
                data(
                        "other application than the key",
                        PoisonKind.KEY_MISMATCH,
                        "key",
                        d -> d.put("application_id", "app-2")),
                interview("unknown zone", PoisonKind.TIME_ZONE, "time zone", i -> i.put("time_zone", "Mars/Olympus")),
                interview("zone is an offset", PoisonKind.TIME_ZONE, "IANA", i -> i.put("time_zone", "+02:00")),
                interview(
                        "impossible start",
                        PoisonKind.TIME,
                        "starts_at",
                        i -> i.put("starts_at", "2026-02-30T10:00:00Z")),
                interview(
                        "no duration",
                        PoisonKind.SCHEMA,
                        "duration_minutes is missing",
                        i -> i.remove("duration_minutes")),
                interview("zero duration", PoisonKind.SCHEMA, "duration_minutes", i -> i.put("duration_minutes", 0)),
                interview(
                        "plain http",
                        PoisonKind.SCHEMA,
                        "video_url must be an absolute https",
                        i -> i.put("video_url", "http://video.example")),
                interview("script", PoisonKind.SCHEMA, "video_url", i -> i.put("video_url", "javascript:alert(1)")),
                interview(
                        "quotes in the address",
                        PoisonKind.SCHEMA,
                        "video_url",
                        i -> i.put("video_url", "https://video.example/\"><script>")),
                interview(
                        "user in the address",
                        PoisonKind.SCHEMA,
                        "video_url",
                        i -> i.put("video_url", "https://video.example@evil.example/")));
    }

    @ParameterizedTest
    @MethodSource("bentEvents")
    void whatCannotBeProcessedIsParkedWithATellingReason(ObjectNode event, PoisonKind kind, String telling) {
        Reading.Poison poison = assertInstanceOf(Reading.Poison.class, read(event));

        assertEquals(kind, poison.kind(), poison.reason());
        assertTrue(poison.reason().contains(telling), poison.reason());
        assertTrue(poison.reason().endsWith("."), poison.reason());
        assertTrue(
                !poison.reason().contains("com.fasterxml") && !poison.reason().contains("Exception"));
    }

    static Stream<Arguments> rawValues() {
        byte[] good = Events.submitted("app-1", 1).toString().getBytes(UTF_8);
        return Stream.of(
                argumentSet("null value", "app-1", null, PoisonKind.NULL_VALUE, "no value"),
                argumentSet("null key", null, good, PoisonKind.NULL_KEY, "no key"),
                argumentSet("empty value", "app-1", new byte[0], PoisonKind.NOT_JSON, "empty"),
                argumentSet("not JSON", "app-1", "hello".getBytes(UTF_8), PoisonKind.NOT_JSON, "not JSON (line 1"),
                argumentSet("cut JSON", "app-1", "{\"specversion\":".getBytes(UTF_8), PoisonKind.NOT_JSON, "not JSON"),
                argumentSet("not UTF-8", "app-1", new byte[] {(byte) 0xc3, 0x28}, PoisonKind.NOT_JSON, "not JSON"),
                argumentSet(
                        "JSON array",
                        "app-1",
                        ("[" + new String(good, UTF_8) + "]").getBytes(UTF_8),
                        PoisonKind.NOT_AN_OBJECT,
                        "JSON array"),
                argumentSet(
                        "JSON text", "app-1", "\"hi\"".getBytes(UTF_8), PoisonKind.NOT_AN_OBJECT, "not a JSON object"),
                argumentSet(
                        "any object", "app-1", "{\"a\":1}".getBytes(UTF_8), PoisonKind.NOT_A_CLOUDEVENT, "CloudEvent"),
                argumentSet(
                        "half a surrogate pair",
                        "app-1",
                        new String(good, UTF_8).replace("Maria", "\\ud83d").getBytes(UTF_8),
                        PoisonKind.SCHEMA,
                        "data.candidate.name holds"),
                argumentSet(
                        "JSON null", "app-1", "null".getBytes(UTF_8), PoisonKind.NOT_AN_OBJECT, "not a JSON object"),
                argumentSet(
                        "two events",
                        "app-1",
                        (new String(good, UTF_8) + "\n" + Events.submitted("app-1", 2)).getBytes(UTF_8),
                        PoisonKind.NOT_JSON,
                        "more than one JSON text"),
                argumentSet(
                        "an event and a rest",
                        "app-1",
                        (new String(good, UTF_8) + "} rest").getBytes(UTF_8),
                        PoisonKind.NOT_JSON,
                        "not JSON (line 1"),
                argumentSet("too deep", "app-1", "[".repeat(5000).getBytes(UTF_8), PoisonKind.NOT_JSON, "not JSON"),
                argumentSet("2 MB", "app-1", new byte[2 * 1024 * 1024], PoisonKind.TOO_LARGE, "2097152 bytes"));
    }

    @ParameterizedTest
    @MethodSource("rawValues")
    void bytesThatAreNoEventAreParked(String key, byte[] value, PoisonKind kind, String telling) {
        Reading.Poison poison = assertInstanceOf(Reading.Poison.class, read(key, value, structured()));

        assertEquals(kind, poison.kind(), poison.reason());
        assertTrue(poison.reason().contains(telling), poison.reason());
    }

    @Test
    void twoDataObjectsInABinaryEventAreParked() {
        RecordHeaders headers = new RecordHeaders();
        Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/jobs", "ce_type", EventType.SUBMITTED.wireName())
                .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        String data = Events.submitted("app-1", 1).get("data").toString();

        Reading.Poison poison =
                assertInstanceOf(Reading.Poison.class, read("app-1", (data + data).getBytes(UTF_8), headers));

        assertEquals("The data is more than one JSON text.", poison.reason());
    }

    @Test
    void aBinaryEventWithoutASourceSaysSo() {
        RecordHeaders headers = new RecordHeaders();
        Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_type", "com.carechain.application.submitted")
                .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));

        Reading.Poison poison = assertInstanceOf(Reading.Poison.class, read("app-1", new byte[0], headers));

        assertEquals("The CloudEvents attribute source is missing.", poison.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents-batch+json", "application/cloudevents+avro"})
    void otherCloudEventsFormsAreParked(String contentType) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", contentType.getBytes(UTF_8));

        Reading.Poison poison = assertInstanceOf(Reading.Poison.class, read("app-1", "[]".getBytes(UTF_8), headers));

        assertEquals(PoisonKind.NOT_A_CLOUDEVENT, poison.kind());
    }

    @Test
    void hostileTextCostsNoTime() {
        ObjectNode event = Events.submitted("app-1", 1);
        Events.data(event).putObject("candidate").put("id", "c1").put("name", " ".repeat(900_000) + "\u0000");
        Events.data(event).put("note", "\t".repeat(100_000) + "\u0001");

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> read(event));
    }

    private static ApplicationEvent understood(ObjectNode event) {
        return assertInstanceOf(Reading.Understood.class, read(event)).event();
    }

    private static Reading read(ObjectNode event) {
        return read("app-1", event.toString().getBytes(UTF_8), structured());
    }

    private static RecordHeaders structured() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8));
        return headers;
    }

    private static Reading read(String key, byte[] value, RecordHeaders headers) {
        return READER.read(new ConsumerRecord<>(
                "job-applications",
                0,
                7,
                0,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key == null ? null : key.getBytes(UTF_8),
                value,
                headers,
                Optional.empty()));
    }

    private static Arguments bent(String name, PoisonKind kind, String telling, Consumer<ObjectNode> bend) {
        ObjectNode event = Events.submitted("app-1", 1);
        bend.accept(event);
        return argumentSet(name, event, kind, telling);
    }

    private static Arguments data(String name, PoisonKind kind, String telling, Consumer<ObjectNode> bend) {
        return bent(name, kind, telling, event -> bend.accept(Events.data(event)));
    }

    private static Arguments interview(String name, PoisonKind kind, String telling, Consumer<ObjectNode> bend) {
        ObjectNode event = Events.interviewScheduled("app-1", 1);
        bend.accept(Events.interview(event));
        return argumentSet(name, event, kind, telling);
    }
}
