package com.carechain.chat.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A multipart/form-data request written by hand, so that nothing of it is made well-behaved on the way. */
public final class Upload {
    public static final String BOUNDARY = "----carechain-test-7d1f";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Upload() {}

    /** One part named file; the name stands in the header byte for byte. */
    public static byte[] form(String name, String contentType, byte[] bytes) {
        return join(head(name, contentType), bytes, tail());
    }

    public static byte[] head(String name, String contentType) {
        return utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: " + contentType + "\r\n\r\n");
    }

    public static byte[] tail() {
        return utf8("\r\n--" + BOUNDARY + "--\r\n");
    }

    public static HttpResponse<String> send(URI base, String room, String token, byte[] body) {
        return send(base, room, token, "multipart/form-data; boundary=" + BOUNDARY, body);
    }

    public static HttpResponse<String> send(URI base, String room, String token, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        base.resolve("/api/messaging/rooms/" + room + "/attachments/"))
                .POST(BodyPublishers.ofByteArray(body));
        if (token != null) request.header("Authorization", "Bearer " + token);
        if (contentType != null) request.header("Content-Type", contentType);
        return exchange(request.build());
    }

    /** For many at once: RestAssured does not like other threads. */
    public static HttpResponse<String> post(URI base, String path, String token, String json) {
        return exchange(HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    public static HttpResponse<String> exchange(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static HttpResponse<byte[]> get(URI base, String path, String token, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
