package com.carechain.presence.redis;

import com.carechain.presence.ops.PresenceMetrics;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs scripts and plain commands, many at a time. */
@Singleton
public class RedisScripts {

    private static final Logger LOG = Logger.getLogger(RedisScripts.class);
    private static final long COMPLAIN_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final RedisLink link;
    private final PresenceMetrics metrics;
    private final AtomicLong complained = new AtomicLong(System.nanoTime() - COMPLAIN_EVERY);

    public RedisScripts(RedisLink link, PresenceMetrics metrics) {
        this.link = link;
        this.metrics = metrics;
    }

    /**
     * Runs the scripts by digest, and sends those whole that Redis does not know: after a restart or a failover.
     *
     * @return the results in the order of the calls
     * @throws RedisAway when Redis does not answer, or with an error
     */
    public List<Response> run(List<Script.Call> calls) {
        List<Future<Response>> answers = new ArrayList<>(
                link.pipeline(calls.stream().map(RedisScripts::byDigest).toList()));
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).cause() instanceof ErrorType error && error.is("NOSCRIPT")) {
                unknown.add(i);
            }
        }
        List<Future<Response>> again =
                link.pipeline(unknown.stream().map(i -> whole(calls.get(i))).toList());
        for (int i = 0; i < again.size(); i++) {
            answers.set(unknown.get(i), again.get(i));
        }
        return results(answers);
    }

    /**
     * The answers in the order of the requests; null for a nil answer.
     *
     * @throws RedisAway when Redis does not answer, or with an error
     */
    public List<@Nullable Response> send(List<Request> requests) {
        return results(link.pipeline(requests));
    }

    /** Whether Redis answers; see {@link RedisLink#probe}. */
    public boolean probe(List<Request> requests) {
        return link.probe(requests);
    }

    private List<Response> results(List<Future<Response>> answers) {
        var results = new ArrayList<Response>(answers.size());
        for (Future<Response> answer : answers) {
            if (answer.failed()) {
                throw refused(answer.cause());
            }
            results.add(answer.result());
        }
        return results;
    }

    /** Such as LOADING, READONLY, OOM, CLUSTERDOWN, or a defect of a script. It repeats with every call, so not its log line. */
    private RedisAway refused(Throwable error) {
        metrics.redisFailure("error");
        long now = System.nanoTime();
        long last = complained.get();
        if (now - last >= COMPLAIN_EVERY && complained.compareAndSet(last, now)) {
            LOG.errorf("Redis answers with an error: %s (told once a minute, see the metric)", error.getMessage());
        }
        return new RedisAway(error);
    }

    private static Request byDigest(Script.Call call) {
        return request(Command.EVALSHA, call.script().sha1(), call);
    }

    private static Request whole(Script.Call call) {
        return request(Command.EVAL, call.script().source(), call);
    }

    private static Request request(Command command, String script, Script.Call call) {
        Request request = Request.cmd(command).arg(script).arg(call.keys().size());
        call.keys().forEach(request::arg);
        call.arguments().forEach(request::arg);
        return request;
    }
}
