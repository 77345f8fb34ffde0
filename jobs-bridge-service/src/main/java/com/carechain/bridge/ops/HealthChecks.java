package com.carechain.bridge.ops;

import com.carechain.bridge.intake.Bridge;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Ready means: both neighbours can be reached. Being behind is no reason to be unready, it is told as data. Alive means:
 * the consumer's own thread turns, whatever the neighbours do.
 */
class HealthChecks {
    private static final Duration THREAD_IS_STUCK = Duration.ofMinutes(2);

    private final Bridge bridge;
    private final Watch watch;

    HealthChecks(Bridge bridge, Watch watch) {
        this.bridge = bridge;
        this.watch = watch;
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck kafka() {
        return () -> response("kafka", kafkaProblem());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck chatService() {
        return () -> response(
                "chat-service",
                bridge.gate()
                        .problem()
                        .map(why -> "cannot reach chat-service: " + why)
                        .orElse(null));
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck backlog() {
        return () -> HealthCheckResponse.named("backlog")
                .up()
                .withData(
                        "lag_records",
                        watch.lag().values().stream().mapToLong(Long::longValue).sum())
                .withData("partitions", watch.lag().size())
                .withData("in_flight_records", bridge.inFlight())
                .withData("reading_paused", bridge.paused())
                .build();
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck intakeThread() {
        return () -> HealthCheckResponse.named("intake thread")
                .status(bridge.sinceLastTurn().compareTo(THREAD_IS_STUCK) < 0)
                .build();
    }

    private @Nullable String kafkaProblem() {
        String seen = watch.kafkaProblem();
        if (seen != null) {
            return seen;
        }
        Optional<String> reading = bridge.readingProblem().map(why -> "cannot read from Kafka: " + why);
        return reading.or(() -> bridge.parkingProblem().map(why -> "cannot write to the dead letter topic: " + why))
                .orElse(null);
    }

    private static HealthCheckResponse response(String name, @Nullable String problem) {
        return problem == null
                ? HealthCheckResponse.up(name)
                : HealthCheckResponse.named(name)
                        .down()
                        .withData("problem", problem)
                        .build();
    }
}
