package com.carechain.chat.admin;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.People;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An administrator that no other test knows. */
record Administrator(String id) {
    static final String API = "/api/messaging/admin";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Administrator someone() {
        return new Administrator("admin-" + UUID.randomUUID().toString().substring(0, 8));
    }

    String token() {
        return People.token(id, "admin");
    }

    RequestSpecification request() {
        return as(token());
    }

    JsonNode get(String path, Object... parameters) {
        return json(request()
                .get(API + path, Arrays.stream(parameters).map(String::valueOf).toArray()));
    }

    JsonNode post(String path, String reason) {
        return json(request().body(Map.of("reason", reason)).post(API + path));
    }

    private static JsonNode json(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        try {
            return JSON.readTree(answer.asString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This administrator's own lines, newest first. */
    List<JsonNode> lines(String action) {
        return get("/audit?actor={actor}&action={action}", id, action)
                .get("results")
                .valueStream()
                .toList();
    }
}
