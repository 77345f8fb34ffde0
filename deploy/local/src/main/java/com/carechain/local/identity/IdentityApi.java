package com.carechain.local.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code /dev} endpoints, without any HTTP server: the gateway and {@link IdentityServer} both answer with it.
 * Nothing here asks who is calling, so it must listen on a developer's machine only.
 */
public final class IdentityApi {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final Duration SERVICE_TOKEN_LIFETIME = Duration.ofMinutes(10);

    private final TokenIssuer issuer;
    private final List<DevEndpoint> more;
    private final ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** {@code more} than tokens and keys. */
    public IdentityApi(TokenIssuer issuer, DevEndpoint... more) {
        this.issuer = issuer;
        this.more = List.of(more);
    }

    /** {@code path} has no query; {@code authorization} and {@code contentType} are those headers. */
    public record Request(
            String method,
            String path,
            @Nullable String authorization,
            @Nullable String contentType,
            String body) {}

    public record Response(int status, String contentType, String body) {

        /** By their names in lower case. */
        public Map<String, String> headers() {
            return status == 503
                    ? Map.of("content-type", contentType, "cache-control", "no-store", "retry-after", "1")
                    : Map.of("content-type", contentType, "cache-control", "no-store");
        }
    }

    /** Larger bodies need not be read: the answer is {@link #tooLarge()}. */
    public int maxBodyBytes(String path) {
        for (DevEndpoint endpoint : more) {
            if (endpoint.path().equals(path)) {
                return endpoint.maxBodyBytes();
            }
        }
        return MAX_BODY_BYTES;
    }

    public Response tooLarge() {
        return problem(413, "body_too_large", "The body is too large.");
    }

    /** May take a while: signing a millisecond or more, what is behind another endpoint longer. */
    public Response answer(Request request) {
        for (DevEndpoint endpoint : more) {
            if (endpoint.path().equals(request.path())) {
                return endpoint.answer(request);
            }
        }
        return switch (request.path()) {
            case "/dev/token" -> request.method().equals("POST") ? userToken(request.body()) : notAllowed("POST");
            case "/dev/oauth2/token" -> request.method().equals("POST") ? serviceToken(request) : notAllowed("POST");
            case "/dev/jwks.json" -> request.method().equals("GET") ? json(200, issuer.jwks()) : notAllowed("GET");
            default -> problem(404, "not_found", "There is nothing at this address.");
        };
    }

    private Response userToken(String body) {
        TokenRequest wanted;
        try {
            wanted = json.readValue(body, TokenRequest.class);
        } catch (JsonProcessingException e) {
            return problem(400, "malformed_json", "The body must be a JSON object with sub, name and groups.");
        }
        if (wanted == null) {
            return problem(400, "malformed_json", "The body must be a JSON object with sub, name and groups.");
        }
        String complaint = wanted.complaint();
        if (complaint != null) {
            return problem(400, "validation_failed", complaint);
        }
        String token = issuer.token(wanted.user(), wanted.shownName(), wanted.roles(), wanted.lifetime());
        return tokenResponse(token, wanted.lifetime());
    }

    private Response serviceToken(Request request) {
        return switch (ClientCredentials.check(request.authorization(), request.body())) {
            case ClientCredentials.Refused refused -> json(refused.status(), write(Map.of("error", refused.error())));
            case ClientCredentials.Accepted(String client) ->
                tokenResponse(
                        issuer.token(client, client, Set.of("service"), SERVICE_TOKEN_LIFETIME),
                        SERVICE_TOKEN_LIFETIME);
        };
    }

    private Response tokenResponse(String token, Duration lifetime) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("access_token", token);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", lifetime.toSeconds());
        return json(200, write(answer));
    }

    private Response notAllowed(String method) {
        return problem(405, "method_not_allowed", "Only " + method + " is possible here.");
    }

    private Response problem(int status, String code, String detail) {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("type", "urn:carechain:problem:" + code);
        problem.put("title", code.replace('_', ' '));
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("code", code);
        return new Response(status, "application/problem+json", write(problem));
    }

    private static Response json(int status, String body) {
        return new Response(status, "application/json", body);
    }

    private String write(Map<String, ?> value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
