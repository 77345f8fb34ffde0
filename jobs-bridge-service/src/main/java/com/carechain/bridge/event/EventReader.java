package com.carechain.bridge.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Kafka record. Pure and safe for many threads: no clock, no network, the same record always reads the same.
 * The order of the checks is part of the contract with people who read reasons: outermost first.
 */
public final class EventReader {
    private static final Logger LOG = Logger.getLogger(EventReader.class);
    private static final int EVENT_ID_AT_MOST = 512;
    /** Control characters and halves of surrogate pairs, which neither PostgreSQL nor UTF-8 can keep. */
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cntrl}\\x{D800}-\\x{DFFF}]");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final int maxValueBytes;
    private final CloudEventDecoder decoder = new CloudEventDecoder();
    private final Schemas schemas = new Schemas();

    /** @param maxValueBytes larger values are parked unread */
    public EventReader(int maxValueBytes) {
        this.maxValueBytes = maxValueBytes;
    }

    public Reading read(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        try {
            CloudEvent event = decoder.event(record.headers(), value(record));
            EventType type = EventType.of(event.getType());
            return type == null ? new Reading.Skipped(event.getType()) : understood(record, event, type);
        } catch (Unreadable unreadable) {
            return unreadable.poison();
        } catch (RuntimeException unforeseen) {
            // Reading is pure: it would fail the same way for ever and hold up its partition.
            LOG.errorf(unforeseen, "Reading %s-%d@%d failed", record.topic(), record.partition(), record.offset());
            return new Reading.Poison(PoisonKind.UNREADABLE, "The record cannot be read; the bridge's log says more.");
        }
    }

    private Reading understood(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record, CloudEvent event, EventType type)
            throws Unreadable {
        byte[] key = record.key();
        if (key == null) {
            throw new Unreadable(
                    PoisonKind.NULL_KEY, "The record has no key; the application id is expected, it keeps the order.");
        }
        JsonNode data = decoder.data(event);
        schemas.check(type, data);
        EventData wire = wire(data);
        if (!Arrays.equals(key, wire.applicationId().getBytes(StandardCharsets.UTF_8))) {
            throw new Unreadable(PoisonKind.KEY_MISMATCH, "The record's key is not data.application_id.");
        }
        return new Reading.Understood(EventAssembler.assemble(type, eventId(event), wire));
    }

    private byte[] value(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) throws Unreadable {
        byte[] value = record.value();
        if (value == null) {
            throw new Unreadable(PoisonKind.NULL_VALUE, "The record has no value.");
        }
        if (value.length > maxValueBytes) {
            throw new Unreadable(
                    PoisonKind.TOO_LARGE,
                    "The value has " + value.length + " bytes; at most " + maxValueBytes + " are read.");
        }
        return value;
    }

    private static String eventId(CloudEvent event) throws Unreadable {
        if (event.getId().isEmpty() || event.getSource().toString().isEmpty()) {
            throw new Unreadable(PoisonKind.ATTRIBUTE, "The CloudEvents attribute id or source is empty.");
        }
        String eventId = event.getSource() + "#" + event.getId();
        if (eventId.length() > EVENT_ID_AT_MOST) {
            throw new Unreadable(
                    PoisonKind.ATTRIBUTE,
                    "The attributes source and id have more than " + (EVENT_ID_AT_MOST - 1) + " characters together.");
        }
        if (UNSTORABLE.matcher(eventId).find()) {
            throw new Unreadable(PoisonKind.ATTRIBUTE, "The attribute source or id holds a control character.");
        }
        return eventId;
    }

    private static EventData wire(JsonNode data) throws Unreadable {
        try {
            return JSON.treeToValue(data, EventData.class);
        } catch (JsonProcessingException | IllegalArgumentException misfit) {
            throw new Unreadable(PoisonKind.SCHEMA, "The data does not have the shape of its type.");
        }
    }
}
