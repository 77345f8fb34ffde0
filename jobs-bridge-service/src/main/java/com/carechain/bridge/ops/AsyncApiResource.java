package com.carechain.bridge.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The AsyncAPI 3 document of the topics as one JSON document: references to the shipped schema files are replaced by the
 * files, so that readers need nothing else.
 */
@Path("/q/asyncapi")
@PermitAll
@Singleton
public class AsyncApiResource {
    private static final String DOCUMENT = "asyncapi/job-applications.yaml";
    private static final String SCHEMA_FILE = "../schemas/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String document = bundled().toPrettyString();

    @GET
    @Produces("application/json")
    @Operation(hidden = true)
    public String document() {
        return document;
    }

    private static JsonNode bundled() {
        return resolve(read(new YAMLMapper(), DOCUMENT));
    }

    private static JsonNode resolve(JsonNode node) {
        return switch (node) {
            case ObjectNode object
            when object.path("$ref").asText().startsWith(SCHEMA_FILE) ->
                read(JSON, "schemas/" + object.path("$ref").asText().substring(SCHEMA_FILE.length()));
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    field.setValue(resolve(field.getValue()));
                }
                yield object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, resolve(array.get(i)));
                }
                yield array;
            }
            default -> node;
        };
    }

    private static JsonNode read(ObjectMapper mapper, String resource) {
        try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not packaged");
            }
            return mapper.readTree(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
