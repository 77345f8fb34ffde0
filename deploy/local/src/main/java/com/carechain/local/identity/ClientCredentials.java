package com.carechain.local.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OAuth2 client credentials grant (RFC 6749, section 4.4), as far as our services use it. */
sealed interface ClientCredentials {

    /** Every service of the local stack has the same one; it protects nothing outside this machine. */
    String LOCAL_SECRET = "local-secret";

    record Accepted(String client) implements ClientCredentials {}

    /** With the error code of RFC 6749, section 5.2. */
    record Refused(int status, String error) implements ClientCredentials {}

    /** The client may say who it is in the Authorization header (Basic) or in the form. */
    static ClientCredentials check(@Nullable String authorization, String formBody) {
        Map<String, String> form;
        Client client;
        try {
            form = form(formBody);
            client = client(authorization, form);
        } catch (IllegalArgumentException e) {
            return new Refused(400, "invalid_request");
        }
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return new Refused(400, "unsupported_grant_type");
        }
        if (!LOCAL_SECRET.equals(client.secret)
                || !TokenRequest.USER_ID.matcher(client.id).matches()) {
            return new Refused(401, "invalid_client");
        }
        return new Accepted(client.id);
    }

    record Client(String id, String secret) {}

    private static Client client(@Nullable String authorization, Map<String, String> form) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return new Client(form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", ""));
        }
        byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
        String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
        return new Client(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
    }

    private static Map<String, String> form(String body) {
        var form = new HashMap<String, String>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
        }
        return form;
    }

    private static String decode(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }
}
