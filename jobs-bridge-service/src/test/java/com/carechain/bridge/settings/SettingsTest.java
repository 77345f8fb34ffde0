package com.carechain.bridge.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.bridge.testing.TestSettings;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void theDefaultsWork() {
        assertDoesNotThrow(() -> SettingsCheck.check(TestSettings.with(Map.of())));
    }

    @ParameterizedTest
    @CsvSource({
        "delivery.batch-size, 101",
        "delivery.calls, 0",
        "delivery.timeout, 0s",
        "intake.max-in-flight, 1",
        "max-value-bytes, 0",
        "replay.default-limit, 10001",
        "retry.cap, 1ms",
        "dead-letter-topic, job-applications"
    })
    void whatCannotWorkIsRejectedByName(String name, String value) {
        BridgeSettings settings = TestSettings.with(Map.of(name, value));

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(settings));

        assertTrue(refused.getMessage().contains("carechain.bridge." + name), refused.getMessage());
    }

    @Test
    void theReadmeListsEverySettingWithItsDefault() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        List<String> rows = rows(BridgeSettings.class, "carechain.bridge").toList();

        assertTrue(rows.size() > 18, rows.toString());
        rows.forEach(row -> assertTrue(readme.contains(row), row));
    }

    private static Stream<String> rows(Class<?> group, String prefix) {
        return Arrays.stream(group.getMethods()).flatMap(setting -> {
            String name = prefix + "."
                    + setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            WithDefault value = setting.getAnnotation(WithDefault.class);
            return value == null
                    ? rows(setting.getReturnType(), name)
                    : Stream.of("| `" + name + "` | " + value.value() + " |");
        });
    }

    @Test
    void theOperatorsKafkaPropertiesReachEveryClientButCannotBreakTheGuarantees() {
        // Given
        KafkaClients kafka = new KafkaClients(
                Map.of(
                        "bootstrap.servers", "broker:9093",
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "max.poll.records", "10",
                        "acks", "0",
                        "enable.auto.commit", "true",
                        "group.id", "someone-else"),
                TestSettings.with(Map.of()));

        // Then
        for (Map<String, Object> client :
                List.of(kafka.consumer(), kafka.replayConsumer(), kafka.producer(), kafka.admin())) {
            assertEquals("SASL_SSL", client.get("security.protocol"));
            assertEquals("SCRAM-SHA-512", client.get("sasl.mechanism"));
        }
        assertEquals("10", kafka.consumer().get("max.poll.records"));
        assertEquals("false", kafka.consumer().get("enable.auto.commit"));
        assertEquals("jobs-bridge", kafka.consumer().get("group.id"));
        assertEquals("jobs-bridge-dlq-replay", kafka.replayConsumer().get("group.id"));
        assertEquals("all", kafka.producer().get("acks"));
        assertEquals("broker:9093", kafka.bootstrap());
    }
}
