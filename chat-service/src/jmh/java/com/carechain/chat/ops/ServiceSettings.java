package com.carechain.chat.ops;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What the container would hand to the classes under measurement: JSON and limits as the service has them. */
public final class ServiceSettings {
    private ServiceSettings() {}

    public static ObjectMapper json() {
        ObjectMapper mapper = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        new Ambient().json().customize(mapper);
        return mapper;
    }

    /** Counted, and looked at by nobody. */
    public static ChatMetrics metrics() {
        return new ChatMetrics(new SimpleMeterRegistry());
    }

    /** Off, as it is by default. */
    public static Traces traces() {
        return new Traces(OpenTelemetry.noop().getTracer("benchmark"), true);
    }

    /** The defaults. */
    public static ChatConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ChatConfig.class)
                .withDefaultValue("carechain.lanes.pace", "0ms") // or it would be what a hand-over costs
                .build()
                .getConfigMapping(ChatConfig.class);
    }
}
