package com.carechain.bridge.testing;

import com.carechain.bridge.settings.BridgeSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings of a bridge that a test starts by itself. */
public final class TestSettings {
    private TestSettings() {}

    /** @param changes without the prefix {@code carechain.bridge.} */
    public static BridgeSettings with(Map<String, String> changes) {
        Map<String, String> properties = changes.entrySet().stream()
                .collect(Collectors.toMap(entry -> "carechain.bridge." + entry.getKey(), Map.Entry::getValue));
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(BridgeSettings.class)
                .build()
                .getConfigMapping(BridgeSettings.class);
    }
}
