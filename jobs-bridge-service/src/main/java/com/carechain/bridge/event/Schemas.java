package com.carechain.bridge.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The shipped JSON Schemas, one per event type, and plain sentences for what does not fit them. Formats are not asserted
 * here: dates and zones are checked where they are turned into values, which gives the better reason.
 */
final class Schemas {
    private static final String ID_PREFIX = "https://schemas.carechain.com/job-applications/";
    private static final int REASONS_AT_MOST = 3;

    private final Map<EventType, Schema> byType = new EnumMap<>(EventType.class);

    Schemas() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .errorMessageKeyword("x-message")
                .messageSource(new SchemaWords())
                .build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config)
                        .schemaIdResolvers(ids -> ids.mapPrefix(ID_PREFIX, "classpath:schemas/")));
        for (EventType type : EventType.values()) {
            Schema schema = registry.getSchema(SchemaLocation.of(ID_PREFIX + type.schemaFile()));
            // A schema that does not load must stop the start, not the first event of its type.
            schema.initializeValidators();
            byType.put(type, schema);
        }
    }

    void check(EventType type, JsonNode data) throws Unreadable {
        List<Error> errors = Objects.requireNonNull(byType.get(type)).validate(data);
        if (!errors.isEmpty()) {
            throw new Unreadable(PoisonKind.SCHEMA, sentence(errors));
        }
    }

    /** One clause per field, so that alternatives which failed for the same field do not confuse. */
    private static String sentence(List<Error> errors) {
        Map<String, String> byField = new LinkedHashMap<>();
        for (Error error : errors) {
            String field = "data" + error.getInstanceLocation().toString().replace('/', '.');
            if ("required".equals(error.getKeyword())) {
                byField.putIfAbsent(field + "." + error.getProperty(), "is missing");
            } else {
                byField.putIfAbsent(field, error.getMessage());
            }
        }
        String clauses = byField.entrySet().stream()
                .limit(REASONS_AT_MOST)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "));
        int more = byField.size() - REASONS_AT_MOST;
        return clauses + (more > 0 ? "; and " + more + " more." : ".");
    }
}
