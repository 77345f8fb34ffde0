package com.carechain.local.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs tokens (RS256) as the contract describes them, and publishes the key to check them with. */
public final class TokenIssuer {

    private static final String ISSUER = "carechain-local";
    private static final String AUDIENCE = "carechain-messaging";

    private final DevKey key;

    private TokenIssuer(DevKey key) {
        this.key = key;
    }

    /** Signs with the key in this file (PKCS#8, PEM), which is made when missing. */
    public static TokenIssuer at(Path pemFile) {
        return new TokenIssuer(DevKey.readOrMake(pemFile));
    }

    public String issuer() {
        return ISSUER;
    }

    /** Takes any values, also ones a service must refuse: tests need those. A negative lifetime makes an expired token. */
    public String token(String sub, String name, Set<String> groups, Duration lifetime) {
        Instant now = Instant.now();
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(sub);
        claims.setStringClaim("name", name);
        claims.setStringListClaim("groups", List.copyOf(groups));
        claims.setGeneratedJwtId();
        // An expired one was valid for a minute.
        Instant issued = lifetime.isNegative() ? now.plus(lifetime).minusSeconds(60) : now;
        claims.setIssuedAt(NumericDate.fromSeconds(issued.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(lifetime).getEpochSecond()));
        return signed(claims.toJson());
    }

    /**
     * Claims as they are, also of kinds that a service must refuse: tests need those.
     *
     * @param claims a JSON object
     */
    public String signed(String claims) {
        var token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setHeader("typ", "JWT");
        token.setKeyIdHeaderValue(key.id());
        token.setKey(key.privateKey());
        token.setPayload(claims);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The token cannot be signed", e);
        }
    }

    /** The public key as a JWK set. */
    public String jwks() {
        var jwk = new RsaJsonWebKey(key.publicKey());
        jwk.setKeyId(key.id());
        jwk.setUse("sig");
        jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        return new JsonWebKeySet(jwk).toJson(OutputControlLevel.PUBLIC_ONLY);
    }
}
