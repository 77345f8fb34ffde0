package com.carechain.local.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The RSA key of the local stack. {@code id} is derived from the key, so a new key is never taken for an old one. */
record DevKey(RSAPrivateCrtKey privateKey, RSAPublicKey publicKey, String id) {

    private static final int BITS = 2048;
    private static final String HEAD = "-----BEGIN PRIVATE KEY-----";
    private static final String FOOT = "-----END PRIVATE KEY-----";

    static DevKey readOrMake(Path pemFile) {
        try {
            if (!Files.exists(pemFile)) {
                make(pemFile.toAbsolutePath());
            }
            return of(decode(Files.readString(pemFile)));
        } catch (IOException e) {
            throw new UncheckedIOException("The key " + pemFile + " cannot be read or made: " + e.getMessage(), e);
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    pemFile + " is not an RSA private key (PKCS#8, PEM). Delete it for a new one.", e);
        }
    }

    private static DevKey of(RSAPrivateCrtKey privateKey) throws GeneralSecurityException {
        var publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12));
        return new DevKey(privateKey, publicKey, id);
    }

    private static RSAPrivateCrtKey decode(String pem) throws GeneralSecurityException {
        String base64 = pem.replace(HEAD, "").replace(FOOT, "").replaceAll("\\s", "");
        byte[] encoded = Base64.getDecoder().decode(base64);
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** Readable by its owner only, and complete before it has its name. */
    private static void make(Path pemFile) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        Files.createDirectories(pemFile.getParent());
        Path beside = Files.createTempFile(
                pemFile.getParent(),
                "dev-key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(beside, HEAD + "\n" + base64 + "\n" + FOOT + "\n");
        try {
            Files.move(beside, pemFile);
        } catch (FileAlreadyExistsException e) {
            // Another program was faster: its key is the key.
            Files.delete(beside);
        }
    }
}
