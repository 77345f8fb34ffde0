package com.carechain.chat.problem;

import com.carechain.chat.problem.Refusal.Code;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal as an answer where no resource answers: before a socket is opened. {@link ProblemMappers} does the same for REST. */
@Singleton
public class ProblemAnswers {
    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    public void answer(HttpServerResponse response, Refusal refusal) {
        response.setStatusCode(refusal.code().status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers(refusal).forEach(response::putHeader);
        response.end(written(refusal));
    }

    private String written(Refusal refusal) {
        try {
            return json.writeValueAsString(Problem.of(refusal));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client must know besides the body: when to come again, how to say who it is. */
    static Map<String, String> headers(Refusal refusal) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (refusal.retryAfter() != null)
            headers.put(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, Math.ceilDiv(refusal.retryAfter().toMillis(), 1000))));
        if (refusal.code() == Code.UNAUTHORIZED) headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return headers;
    }
}
