package com.carechain.local.publish;

import com.carechain.local.identity.DevEndpoint;
import com.carechain.local.identity.IdentityApi.Request;
import com.carechain.local.identity.IdentityApi.Response;
import com.carechain.local.publish.Publisher.Place;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /dev/events}: the job platform's part, for whoever tries things out in the page. It takes what
 * {@code ./carechain publish} takes, but only whole CloudEvents: whoever plays the platform wants to be told of a
 * mistake, not to look for it in the dead letters.
 */
public final class DevEvents implements DevEndpoint, AutoCloseable {

    private static final String PATH = "/dev/events";
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private static final int MOST_EVENTS = 100;
    private static final int MOST_ID_CHARACTERS = 200;
    private static final List<String> ATTRIBUTES = List.of("id", "source", "type");
    /**
     * Other web sites can make a browser send texts and forms to this machine without asking; for these they would have
     * to ask, and nobody says yes.
     */
    private static final Set<String> JSON_TYPES =
            Set.of("application/json", "application/cloudevents+json", "application/cloudevents-batch+json");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrap;
    private @Nullable Publisher publisher;

    public DevEvents(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public int maxBodyBytes() {
        return MAX_BODY_BYTES;
    }

    /** May take 20 s when Kafka does not answer. */
    @Override
    public Response answer(Request request) {
        if (!request.method().equals("POST")) {
            return problem(405, "method_not_allowed", "Only POST is possible here.");
        }
        if (!JSON_TYPES.contains(mediaType(request.contentType()))) {
            return problem(
                    415, "unsupported_media_type", "Send JSON (application/json or application/cloudevents+json).");
        }
        List<Event> events;
        try {
            events = checked(new EventFile("The body's", request.body()).events());
        } catch (NotPublishable e) {
            return problem(400, "invalid", e.getMessage());
        }
        try {
            return published(events);
        } catch (NotPublishable e) {
            return problem(503, "unavailable", e.getMessage());
        }
    }

    /** All of them before the first one is sent. */
    private static List<Event> checked(List<Event> events) {
        if (events.size() > MOST_EVENTS) {
            throw new NotPublishable("At most " + MOST_EVENTS + " events at once, not " + events.size() + ".");
        }
        for (Event event : events) {
            String complaint = complaint(event);
            if (complaint != null) {
                throw new NotPublishable(event.origin() + " " + complaint);
            }
        }
        return events;
    }

    private static @Nullable String complaint(Event event) {
        JsonNode content = parsed(event);
        if (!content.path("specversion").asText().equals("1.0")) {
            return "has no specversion \"1.0\".";
        }
        for (String attribute : ATTRIBUTES) {
            if (!content.path(attribute).isTextual()
                    || content.path(attribute).asText().isBlank()) {
                return "has no " + attribute + ".";
            }
        }
        JsonNode application = content.path("data").path("application_id");
        boolean isId = application.isTextual() && !application.asText().isBlank();
        return isId && application.asText().length() <= MOST_ID_CHARACTERS ? null : "has no data.application_id.";
    }

    private static JsonNode parsed(Event event) {
        try {
            return JSON.readTree(event.text());
        } catch (JsonProcessingException e) {
            throw new NotPublishable(event.origin() + " is not JSON: " + e.getOriginalMessage());
        }
    }

    private Response published(List<Event> events) {
        var results = new JsonArray();
        for (Event event : events) {
            Place place = publisher().send(event);
            results.add(new JsonObject()
                    .put("type", event.type())
                    .put("application_id", event.applicationId())
                    .put("partition", place.partition())
                    .put("offset", place.offset()));
        }
        return new Response(
                200,
                "application/json",
                new JsonObject().put("results", results).encode());
    }

    /** Connects at the first event: who never plays the platform does not need Kafka here. */
    private synchronized Publisher publisher() {
        if (publisher == null) {
            publisher = new Publisher(bootstrap);
        }
        return publisher;
    }

    private static String mediaType(@Nullable String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Response problem(int status, String code, @Nullable String detail) {
        var problem = new JsonObject()
                .put("type", "urn:carechain:problem:" + code)
                .put("title", code.replace('_', ' '))
                .put("status", status)
                .put("detail", detail)
                .put("code", code);
        return new Response(status, "application/problem+json", problem.encode());
    }

    @Override
    public synchronized void close() {
        if (publisher != null) {
            publisher.close();
        }
    }
}
