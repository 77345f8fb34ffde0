package com.carechain.bridge.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The AsyncAPI 3 document of the topics as one JSON document: the shipped schema files are put in where the document refers
 * to them, and their references to each other made references within it, so that readers need nothing else.
 */
@Path("/q/asyncapi")
@PermitAll
@Singleton
public class AsyncApiResource {
    private static final String DOCUMENT = "asyncapi/job-applications.yaml";
    private static final String SCHEMA_FILE = "../schemas/";
    /** Where the document keeps {@code common.schema.json}. */
    private static final String SHARED_PARTS = "#/components/schemas/applicationParts";

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
                schema(object.path("$ref").asText().substring(SCHEMA_FILE.length()));
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    field.setValue(
                            field.getKey().equals("$ref")
                                    ? TextNode.valueOf(within(field.getValue().asText()))
                                    : resolve(field.getValue()));
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

    /** Without its identity: that would make its references relative to itself and no more to the document. */
    private static JsonNode schema(String file) {
        ObjectNode schema = (ObjectNode) read(JSON, "schemas/" + file);
        return resolve(schema.remove(List.of("$id", "$schema")));
    }

    private static String within(String reference) {
        int parts = reference.indexOf("#/$defs/");
        return parts < 0 ? reference : SHARED_PARTS + reference.substring(parts + 1);
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
