package com.carechain.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value stops Helm with its path, and does not surprise at night. */
class ValuesSchemaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        global.imagee.tag                                 | 1                           | imagee
        global.image.tag                                  | latest                      | /global/image/tag
        global.image.pullPolicy                           | always                      | pullPolicy
        global.auth.jwksUrl                               | id.example.org              | jwksUrl
        global.postgres.jdbcUrl                           | postgres://db/carechain     | jdbcUrl
        global.postgres.jdbcUrl                           | jdbc:postgresql://db/c?password=x | jdbcUrl
        global.postgres.existingSecret                    | Not A Name                  | existingSecret
        global.redis.hosts                                | redis.data:6379             | hosts
        global.redis.hosts                                | redis://:secret@redis:6379  | hosts
        global.redis.clientType                           | clustered                   | clientType
        global.kafka.bootstrapServers                     | kafka                       | bootstrapServers
        global.kafka.securityProtocol                     | TLS                         | securityProtocol
        global.tracing.ratio                              | 2                           | ratio
        global.networkPolicy.postgres.port                | 70000                       | port
        global.networkPolicy.postgres.peer                | x                           | peer
        global.metrics.serviceMonitor.interval            | 30                          | interval
        chat-service.replica                              | 3                           | replica
        chat-service.replicas                             | two                         | replicas
        chat-service.replicas                             | -1                          | replicas
        chat-service.autoscaling.cpuPercent               | 0                           | cpuPercent
        presence-service.autoscaling.openSockets          | 1000                        | openSockets
        chat-service.resources.limits.memory              | lots                        | memory
        chat-service.resources.limit.memory               | 1Gi                         | limit
        chat-service.migration.mode                       | never                       | mode
        chat-service.attachments.storage                  | ftp                         | storage
        chat-service.sockets.allowedOrigins[0]            | example.org                 | allowedOrigins
        chat-service.config.carechain                     | x                           | propertyName 'carechain'
        chat-service.podDisruptionBudget.maxUnavailable   | 0                           | maxUnavailable
        presence-service.postgres.jdbcUrl                 | x                           | postgres
        jobs-bridge-service.drain.preStopSeconds          | 1000                        | preStopSeconds
        httpRoute.requestTimeout                          | 5 minutes                   | requestTimeout
        routes.chatPaths[0]                               | api                         | chatPaths
        ingress.host                                      | chat.example.org            | host
        admin.exposed                                     | true                        | exposed
        chat.replicas                                     | 3                           | chat
        """)
    void aWrongValueIsRefusedByName(String value, String wrong, String named) {
        assertThatThrownBy(() -> Rendered.of("minimal", Map.of(value, wrong)))
                .hasMessageContaining("schema")
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        global.auth.issuer                | global.auth.issuer is not set
        global.auth.jwksUrl               | global.auth.jwksUrl is not set
        global.auth.tokenUrl              | global.auth.tokenUrl is not set
        global.postgres.jdbcUrl           | global.postgres.jdbcUrl is not set
        global.postgres.existingSecret    | global.postgres.existingSecret is not set
        global.redis.hosts                | global.redis.hosts is not set
        global.kafka.bootstrapServers     | global.kafka.bootstrapServers is not set
        chat-service.auth.existingSecret  | chat-service.auth.existingSecret is not set
        """)
    void whatIsMissingIsSaidInASentence(String value, String sentence) {
        assertThatThrownBy(() -> Rendered.of("minimal", Map.of(value, ""))).hasMessageContaining(sentence);
    }

    @Test
    void attachmentsInS3WantABucket() {
        assertThatThrownBy(() -> Rendered.of("minimal", Map.of("chat-service.attachments.storage", "s3")))
                .hasMessageContaining("attachments.s3.bucket is not set");
    }

    /** Two pods with a directory each would lose files without a word. */
    @Test
    void attachmentsWantAPlaceThatStays() {
        String ephemeral = "chat-service.attachments.directory.ephemeral";
        assertThatThrownBy(() -> Rendered.of("minimal", Map.of(ephemeral, false)))
                .hasMessageContaining("nothing says where files are kept");
    }

    @Test
    void everyObjectOfTheSchemaIsClosed() {
        assertClosed(
                "",
                Rendered.objects(Repository.text("k8s/carechain/values.schema.json"))
                        .getFirst());
    }

    private static void assertClosed(String path, JsonNode schema) {
        if (schema.has("properties"))
            assertThat(schema.path("additionalProperties").asText()).as(path).isEqualTo("false");
        schema.propertyStream().forEach(child -> assertClosed(path + "/" + child.getKey(), child.getValue()));
    }
}
