package com.carechain.presence.web;

import com.carechain.local.identity.TokenIssuer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;

/** Good tokens from the local issuer, and bad ones made by hand with its key. */
final class Tokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Path pem = Path.of(ConfigProvider.getConfig().getValue("test.pem", String.class));
    private final TokenIssuer issuer = TokenIssuer.at(pem);
    private final String keyId =
            new JsonObject(issuer.jwks()).getJsonArray("keys").getJsonObject(0).getString("kid");

    String user(String userId) {
        return issuer.token(userId, userId, Set.of("candidate"), Duration.ofMinutes(5));
    }

    String service() {
        return issuer.token("chat-service", "chat-service", Set.of("service"), Duration.ofMinutes(5));
    }

    /** The claims of a good service token, to be spoiled. */
    JsonObject claims() {
        return new JsonObject()
                .put("iss", "carechain-local")
                .put("aud", "carechain-messaging")
                .put("sub", "chat-service")
                .put("groups", List.of("service"))
                .put("exp", in(Duration.ofMinutes(5)));
    }

    static long in(Duration fromNow) {
        return Instant.now().plus(fromNow).getEpochSecond();
    }

    String rs256(JsonObject claims) {
        return rs256(claims, privateKey());
    }

    String withForeignKey(JsonObject claims) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return rs256(claims, generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String unsigned(JsonObject claims) {
        return input("none", claims) + ".";
    }

    /** The old trick: the public key, which everyone knows, taken as the secret of an HMAC. */
    String hs256WithThePublicKey(JsonObject claims) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(issuer.jwks().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String input = input("HS256", claims);
            return input + "." + BASE64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String rs512(JsonObject claims) {
        return signed("RS512", "SHA512withRSA", claims, privateKey());
    }

    private String rs256(JsonObject claims, PrivateKey key) {
        return signed("RS256", "SHA256withRSA", claims, key);
    }

    private String signed(String algorithm, String javaName, JsonObject claims, PrivateKey key) {
        try {
            String input = input(algorithm, claims);
            Signature signature = Signature.getInstance(javaName);
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.UTF_8));
            return input + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String input(String algorithm, JsonObject claims) {
        var header = new JsonObject().put("alg", algorithm).put("typ", "JWT").put("kid", keyId);
        return BASE64.encodeToString(header.encode().getBytes(StandardCharsets.UTF_8))
                + "."
                + BASE64.encodeToString(claims.encode().getBytes(StandardCharsets.UTF_8));
    }

    private PrivateKey privateKey() {
        try {
            String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
