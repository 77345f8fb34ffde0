package com.carechain.bench.shape;

import com.carechain.bench.measure.Latency;
import com.carechain.bench.socket.Ledger;
import com.carechain.bench.stack.People.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Callers of REST on kept-alive connections, each with one call under way. On the loop. */
final class Callers implements AutoCloseable {

    static final int LANES = 16;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bench bench;
    private final int lanes;
    private final HttpClient http;
    private Latency latency = new Latency();
    private long answers;
    private int failures;
    private boolean stopped;

    Callers(Bench bench, int lanes) {
        this.bench = bench;
        this.lanes = lanes;
        this.http = bench.loop()
                .vertx()
                .createHttpClient(
                        new HttpClientOptions().setKeepAlive(true).setConnectTimeout(5000),
                        new PoolOptions().setHttp1MaxSize(lanes));
    }

    /** Does it that many times, and waits until all are answered. */
    void once(int times, IntFunction<Future<?>> call) {
        var next = new int[1];
        bench.loop()
                .await(
                        "calling " + times + " times",
                        LIMIT,
                        () -> all(() -> next[0] < times, () -> call.apply(next[0]++)));
    }

    /** Each lane calls again as soon as it is answered. */
    void start(IntFunction<Future<?>> call) {
        var next = new int[1];
        bench.loop().get(() -> {
            all(() -> !stopped, () -> call.apply(next[0]++));
            return true;
        });
    }

    /** Counts from now. */
    void reset() {
        bench.loop().get(() -> {
            latency = new Latency();
            answers = 0;
            failures = 0;
            return true;
        });
    }

    void stop() {
        bench.loop().get(() -> stopped = true);
    }

    private Future<?> all(BooleanSupplier more, Supplier<Future<?>> call) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            Promise<Void> done = Promise.promise();
            lane(more, call, done);
            running.add(done.future());
        }
        return Future.all(running);
    }

    private void lane(BooleanSupplier more, Supplier<Future<?>> call, Promise<Void> done) {
        if (!more.getAsBoolean()) {
            done.complete();
            return;
        }
        call.get().onComplete(answer -> {
            if (answer.failed()) {
                failures++;
            }
            lane(more, call, done);
        });
    }

    /** One call; the body of an answer that is 2xx. */
    Future<Buffer> call(HttpMethod method, URI replica, String path, Person person, @Nullable String body) {
        long started = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(replica.getHost())
                .setPort(replica.getPort())
                .setURI(path)
                .setTimeout(TimeUnit.SECONDS.toMillis(20))
                .putHeader("Authorization", "Bearer " + bench.people().token(person));
        if (body != null) {
            options.putHeader("Content-Type", "application/json");
        }
        return http.request(options)
                .compose(request -> body == null ? request.send() : request.send(body))
                .compose(this::whole)
                .onSuccess(buffer -> {
                    answers++;
                    latency.record(System.nanoTime() - started);
                });
    }

    private Future<Buffer> whole(HttpClientResponse response) {
        return response.body()
                .compose(body -> response.statusCode() / 100 == 2
                        ? Future.succeededFuture(body)
                        : Future.failedFuture(response.statusCode() + " " + body));
    }

    /** Sends a message of the ledger. */
    Future<?> send(UUID room, Person person, Ledger ledger) {
        UUID clientId = ledger.clientId(ledger.next(System.nanoTime()));
        String body = "{\"client_id\":\"" + clientId + "\",\"content\":\"Could you come in on Thursday?\"}";
        return call(
                        HttpMethod.POST,
                        bench.target().replica(0),
                        "/api/messaging/rooms/" + room + "/messages/",
                        person,
                        body)
                .map(answer -> {
                    JsonNode message = read(answer);
                    ledger.acknowledged(
                            UUID.fromString(message.path("client_id").asText()), false, System.nanoTime());
                    return answer;
                })
                .onFailure(e -> ledger.refused("rest"));
    }

    private static JsonNode read(Buffer answer) {
        try {
            return JSON.readTree(answer.getBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + answer, e);
        }
    }

    long answers() {
        return bench.loop().get(() -> answers);
    }

    int failures() {
        return bench.loop().get(() -> failures);
    }

    Latency latency() {
        return bench.loop().get(() -> latency);
    }

    @Override
    public void close() {
        bench.loop().await("closing connections", Duration.ofSeconds(10), http::close);
    }
}
