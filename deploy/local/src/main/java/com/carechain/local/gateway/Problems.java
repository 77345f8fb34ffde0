package com.carechain.local.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeoutException;

/** What the gateway itself has to say, in the form all services use (RFC 9457). */
enum Problems {
    NOT_FOUND(404, "not_found", "There is nothing at this address."),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "This can only be read (GET, HEAD)."),
    BODY_TOO_LARGE(413, "body_too_large", "The body is too large."),
    BAD_GATEWAY(502, "bad_gateway", "The service behind this address cannot be reached. Try again soon."),
    TIMED_OUT(504, "gateway_timeout", "The service behind this address did not answer in time.");

    private final int status;
    private final String code;
    private final String detail;

    Problems(int status, String code, String detail) {
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    /** For a service that could not be asked. */
    static Problems of(Throwable failure) {
        return failure instanceof TimeoutException ? TIMED_OUT : BAD_GATEWAY;
    }

    private String body() {
        return new JsonObject()
                .put("type", "urn:carechain:problem:" + code)
                .put("title", code.replace('_', ' '))
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .encode();
    }

    /** Does nothing when an answer has begun. */
    void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("content-type", "application/problem+json");
        if (this == BAD_GATEWAY) {
            // Unlike one that was silent for long, a service that is started again is back at once.
            response.putHeader("retry-after", "1");
        }
        response.end(body());
        if (!request.isEnded()) {
            // What is left of the request is of no interest, but the connection may be used again.
            request.resume();
        }
    }
}
