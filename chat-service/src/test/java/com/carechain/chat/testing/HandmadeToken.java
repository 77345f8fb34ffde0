package com.carechain.chat.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token put together by hand: good in every part that a test does not change. */
public final class HandmadeToken {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private HandmadeToken() {}

    public static HandmadeToken of(String user) {
        long now = Instant.now().getEpochSecond();
        HandmadeToken token = new HandmadeToken();
        token.header.putAll(Map.of("alg", "RS256", "typ", "JWT", "kid", keyId()));
        token.claims.putAll(Map.of(
                "iss",
                LocalParts.issuer().issuer(),
                "aud",
                "carechain-messaging",
                "sub",
                user,
                "name",
                "Name of " + user,
                "groups",
                List.of("candidate"),
                "iat",
                now,
                "exp",
                now + 600));
        return token;
    }

    public HandmadeToken with(String claim, Object value) {
        claims.put(claim, value);
        return this;
    }

    public HandmadeToken without(String claim) {
        claims.remove(claim);
        return this;
    }

    /** Seconds from now; negative: in the past. */
    public HandmadeToken withTime(String claim, long fromNow) {
        return with(claim, Instant.now().getEpochSecond() + fromNow);
    }

    public HandmadeToken withHeader(String name, Object value) {
        header.put(name, value);
        return this;
    }

    public String signed() {
        return signedWith(issuersKey());
    }

    /** By a key that nobody published, under the issuer's key id. */
    public String signedByAForeignKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return signedWith(generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code alg: none}, as a library that believes the header would accept it. */
    public String unsigned() {
        header.put("alg", "none");
        return signingInput() + ".";
    }

    /** The public key, which everybody has, taken for an HMAC secret. */
    public String signedWithThePublicKeyAsSecret() {
        header.put("alg", "HS256");
        try {
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) issuersKey();
            byte[] publicKey = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                    .getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
                    + "\n-----END PUBLIC KEY-----\n";
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pem.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            String input = signingInput();
            return input + "." + BASE64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signedWith(PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            String input = signingInput();
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signingInput() {
        return encoded(header) + "." + encoded(claims);
    }

    private static String encoded(Map<String, Object> part) {
        try {
            return BASE64.encodeToString(JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey issuersKey() {
        try {
            String pem = Files.readString(LocalParts.signingKey()).replaceAll("-----[A-Z ]+-----|\\s", "");
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keyId() {
        try {
            return JSON.readTree(LocalParts.issuer().jwks()).at("/keys/0/kid").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
