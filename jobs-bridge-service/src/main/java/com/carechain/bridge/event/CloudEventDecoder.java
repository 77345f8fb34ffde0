package com.carechain.bridge.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 over Kafka, structured JSON or binary mode. A JSON value without any CloudEvents header is taken as
 * structured mode, because plain tools publish it so. The JSON format is named here and not looked up by content type:
 * the SDK's look-up goes through {@code ServiceLoader}, which a native image does not have.
 */
final class CloudEventDecoder {
    private static final String STRUCTURED_JSON = "application/cloudevents+json";
    /** The SDK's own {@code JsonFormat} stops reading after the first value: a second event in a record would be lost without a word. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(JsonFormat.getCloudEventJacksonModule())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The event with all required attributes, of specversion 1.0. */
    CloudEvent event(Headers headers, byte[] value) throws Unreadable {
        boolean binary = headers.lastHeader("ce_specversion") != null;
        String contentType = text(headers.lastHeader("content-type"));
        if (contentType.startsWith("application/cloudevents") && !contentType.startsWith(STRUCTURED_JSON)) {
            throw new Unreadable(
                    PoisonKind.NOT_A_CLOUDEVENT,
                    "The content type is another CloudEvents form than " + STRUCTURED_JSON
                            + "; one event per record in structured JSON or binary mode is expected.");
        }
        CloudEvent event =
                binary && !contentType.startsWith(STRUCTURED_JSON) ? binary(headers, value) : structured(value);
        if (event.getSpecVersion() != SpecVersion.V1) {
            throw unsupportedVersion(event.getSpecVersion().toString());
        }
        return event;
    }

    /** The event's data as a JSON object. */
    JsonNode data(CloudEvent event) throws Unreadable {
        CloudEventData data = event.getData();
        String contentType = event.getDataContentType();
        if (data == null) {
            throw new Unreadable(PoisonKind.DATA, "The event has no data.");
        }
        if (contentType != null && !isJson(contentType)) {
            throw new Unreadable(PoisonKind.DATA, "The data is not JSON: its content type says otherwise.");
        }
        JsonNode node = data instanceof JsonCloudEventData json ? json.getNode() : tree(data.toBytes(), "The data");
        if (!node.isObject()) {
            throw new Unreadable(PoisonKind.DATA, "The data is not a JSON object.");
        }
        return node;
    }

    private static CloudEvent structured(byte[] value) throws Unreadable {
        try {
            CloudEvent event = JSON.readValue(value, CloudEvent.class);
            if (event != null) {
                return event;
            }
        } catch (IOException | CloudEventRWException | IllegalStateException refused) {
            throw diagnose(value);
        }
        throw diagnose(value); // null
    }

    private static CloudEvent binary(Headers headers, byte[] value) throws Unreadable {
        try {
            return KafkaMessageFactory.createReader(headers, value).toEvent();
        } catch (CloudEventRWException | IllegalStateException refused) {
            String version = text(headers.lastHeader("ce_specversion"));
            if (!version.equals("1.0")) {
                throw unsupportedVersion(version);
            }
            for (String name : new String[] {"id", "source", "type"}) {
                if (text(headers.lastHeader("ce_" + name)).isEmpty()) {
                    throw missingAttribute(name);
                }
            }
            throw invalidAttribute();
        }
    }

    /** Why the SDK refused a structured event, found the slow way: only bad records pay for it. */
    private static Unreadable diagnose(byte[] value) throws Unreadable {
        JsonNode root = tree(value, "The value");
        if (root.isArray()) {
            return new Unreadable(
                    PoisonKind.NOT_AN_OBJECT, "The value is a JSON array; one event per record is expected.");
        }
        if (!root.isObject()) {
            return new Unreadable(PoisonKind.NOT_AN_OBJECT, "The value is not a JSON object.");
        }
        JsonNode version = root.path("specversion");
        if (version.isMissingNode()) {
            return new Unreadable(PoisonKind.NOT_A_CLOUDEVENT, "The value is not a CloudEvent: it has no specversion.");
        }
        if (!version.asText().equals("1.0")) {
            return unsupportedVersion(version.asText());
        }
        for (String name : new String[] {"id", "source", "type"}) {
            if (root.path(name).asText().isEmpty()) {
                return missingAttribute(name);
            }
        }
        return invalidAttribute();
    }

    private static JsonNode tree(byte[] bytes, String what) throws Unreadable {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (!node.isMissingNode()) {
                return node;
            }
            throw new Unreadable(PoisonKind.NOT_JSON, what + " is empty.");
        } catch (MismatchedInputException more) {
            throw new Unreadable(PoisonKind.NOT_JSON, what + " is more than one JSON text.");
        } catch (JsonProcessingException notJson) {
            throw new Unreadable(PoisonKind.NOT_JSON, what + " is not JSON" + where(notJson) + ".");
        } catch (IOException notUtf8) {
            throw new Unreadable(PoisonKind.NOT_JSON, what + " is not JSON in UTF-8.");
        }
    }

    private static String where(JsonProcessingException notJson) {
        return notJson.getLocation() == null
                ? ""
                : " (line " + notJson.getLocation().getLineNr() + ", column "
                        + notJson.getLocation().getColumnNr() + ")";
    }

    private static Unreadable unsupportedVersion(String version) {
        String shown = version.length() > 16 ? version.substring(0, 16) + "…" : version;
        return new Unreadable(
                PoisonKind.SPEC_VERSION, "The specversion is \"" + shown + "\"; only CloudEvents 1.0 is understood.");
    }

    private static Unreadable missingAttribute(String name) {
        return new Unreadable(PoisonKind.ATTRIBUTE, "The CloudEvents attribute " + name + " is missing.");
    }

    private static Unreadable invalidAttribute() {
        return new Unreadable(
                PoisonKind.ATTRIBUTE,
                "A CloudEvents attribute or extension has a name or a value that is not allowed.");
    }

    private static boolean isJson(String contentType) {
        String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return bare.equals("application/json") || bare.equals("text/json") || bare.endsWith("+json");
    }

    private static String text(@Nullable Header header) {
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
