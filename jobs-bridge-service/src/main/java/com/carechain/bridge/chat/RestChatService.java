package com.carechain.bridge.chat;

import com.carechain.bridge.chat.Answer.Outcome;
import com.carechain.bridge.chat.Answer.Verdict;
import com.carechain.bridge.chat.ApplicationEventsApi.Result;
import com.carechain.bridge.chat.ApplicationEventsApi.Results;
import com.carechain.bridge.settings.BridgeSettings;
import io.quarkus.oidc.client.OidcClientException;
import io.smallrye.mutiny.TimeoutException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Calls chat-service over HTTP and tells what the answer means. */
@ApplicationScoped
class RestChatService implements ChatService {
    private static final int DETAIL_AT_MOST = 300;

    private final ApplicationEventsApi api;
    private final Duration timeout;

    RestChatService(@RestClient ApplicationEventsApi api, BridgeSettings settings) {
        this.api = api;
        this.timeout = settings.delivery().timeout();
    }

    @Override
    public Answer deliver(List<ChatEvent> events) {
        try {
            // The limit holds for the whole call, a new token included; the client's own limits are only parts of it.
            Results results =
                    api.deliver(new ApplicationEventsApi.Batch(events)).await().atMost(timeout);
            return verdicts(events, results);
        } catch (WebApplicationException answered) {
            return status(answered.getResponse());
        } catch (TimeoutException late) {
            return new Answer.Unreachable("no answer within " + timeout.toMillis() + " ms");
        } catch (OidcClientException noToken) {
            return new Answer.Unreachable("no service token: " + cut(noToken.getMessage()));
        } catch (ProcessingException noAnswer) {
            return new Answer.Unreachable(cut(rootMessage(noAnswer)));
        } catch (RuntimeException unexpected) {
            // Whatever it is, the events are still undelivered: it must end as a retry, never as a lost worker.
            return new Answer.Unreachable(cut(rootMessage(unexpected)));
        }
    }

    private static Answer status(Response response) {
        int status = response.getStatus();
        boolean verdict = status == 400 || status == 413 || status == 422;
        // Only problem+json is chat-service's own word; a proxy's 400 page must not park anything.
        MediaType type = response.getMediaType();
        if (verdict && type != null && type.getSubtype().equals("problem+json")) {
            return new Answer.Refused("chat-service answered " + status + detail(response));
        }
        return new Answer.Failing("chat-service answered " + status);
    }

    private static String detail(Response response) {
        try {
            Problem problem = response.readEntity(Problem.class);
            return problem.detail() == null ? "" : ": " + cut(problem.detail());
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    private static Answer verdicts(List<ChatEvent> events, @Nullable Results answer) {
        List<@Nullable Result> results = answer == null ? null : answer.results();
        if (results == null || results.size() != events.size()) {
            return new Answer.Failing("chat-service did not answer every event of the batch");
        }
        List<Verdict> verdicts = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Result result = results.get(i);
            Outcome outcome = result == null ? null : outcome(result.outcome());
            if (result == null || outcome == null || !events.get(i).eventId().equals(result.eventId())) {
                return new Answer.Failing("chat-service's answer does not fit the batch");
            }
            verdicts.add(new Verdict(outcome, result.detail()));
        }
        return new Answer.Verdicts(verdicts);
    }

    private static @Nullable Outcome outcome(@Nullable String wire) {
        return switch (wire) {
            case "applied" -> Outcome.APPLIED;
            case "duplicate" -> Outcome.DUPLICATE;
            case "late" -> Outcome.LATE;
            case "rejected" -> Outcome.REJECTED;
            case null, default -> null;
        };
    }

    private static @Nullable String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? failure.getMessage() : root.getMessage();
    }

    private static String cut(@Nullable String text) {
        if (text == null) {
            return "no reason given";
        }
        return text.length() <= DETAIL_AT_MOST ? text : text.substring(0, DETAIL_AT_MOST) + "…";
    }
}
