package com.carechain.local.publish;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What is sent: the text as it stands in the file, and what was read in them to show it and to find the key.
 *
 * @param type empty when it has none
 * @param applicationId the record's key; null when it has none
 */
public record Event(
        String origin, String text, String type, @Nullable String applicationId) {

    static Event of(String origin, String json, JsonNode content) {
        JsonNode application = content.path("data").path("application_id");
        return new Event(
                origin,
                json,
                content.path("type").asText(""),
                application.isValueNode() && !application.isNull() ? application.asText() : null);
    }

    static Event raw(String origin, String line) {
        return new Event(origin, line, "", null);
    }
}
