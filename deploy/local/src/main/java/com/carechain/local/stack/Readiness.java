package com.carechain.local.stack;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.LastLines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks a service on its management port whether it is ready. */
record Readiness(String name, int managementPort, Duration limit) {

    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL_LIMIT)
            .build();

    /** Throws {@link StartFailed} when the process ends, or is not ready within the limit. */
    void await(ChildProcess process) {
        long end = System.nanoTime() + limit.toNanos();
        while (status().filter(code -> code == 200).isEmpty()) {
            if (!process.isAlive()) {
                throw failed(process, "it ended with code " + process.exitCode() + " while starting");
            }
            if (System.nanoTime() - end > 0) {
                throw failed(process, "it was not ready within " + limit.toSeconds() + " s");
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(process, "the start was interrupted");
            }
        }
    }

    private StartFailed failed(ChildProcess process, String reason) {
        return new StartFailed(
                name + " did not start: " + reason + ". Its log: " + process.log() + LastLines.of(process.log()));
    }

    /** The HTTP status of its readiness; empty when it does not answer. */
    Optional<Integer> status() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready"))
                .timeout(CALL_LIMIT)
                .build();
        try {
            HttpResponse<Void> response = HTTP.send(request, BodyHandlers.discarding());
            return Optional.of(response.statusCode());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
