package com.carechain.chat.attachment.s3;

import com.carechain.chat.attachment.Storage;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** One object per key. The time limits are those of the client: {@code quarkus.s3.*} in application.properties. */
public final class S3Storage implements Storage {
    private final S3Client client;
    private final Supplier<S3Presigner> presigner;
    private final String bucket;

    /** The presigner is asked for when the first link is. */
    public S3Storage(S3Client client, Supplier<S3Presigner> presigner, String bucket) {
        this.client = client;
        this.presigner = presigner;
        this.bucket = bucket;
    }

    @Override
    public void put(Key key, Path bytes, String contentType) throws IOException {
        try {
            client.putObject(
                    request -> request.bucket(bucket).key(name(key)).contentType(contentType),
                    RequestBody.fromFile(bytes));
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    @Override
    public InputStream open(Key key, long offset, long length) throws IOException {
        try {
            return new Unread(client.getObject(
                    request -> request.bucket(bucket).key(name(key)).range(range(offset, length))));
        } catch (NoSuchKeyException e) {
            throw new FileNotFoundException(key.toString());
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    /** Closing before the end drops the connection instead of reading the rest. */
    private static final class Unread extends FilterInputStream {
        private final ResponseInputStream<?> object;
        private boolean isAtEnd;

        Unread(ResponseInputStream<?> object) {
            super(object);
            this.object = object;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            isAtEnd |= b < 0;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            isAtEnd |= n < 0;
            return n;
        }

        @Override
        public void close() throws IOException {
            if (isAtEnd) super.close();
            else object.abort();
        }
    }

    private static String range(long offset, long length) {
        return "bytes=" + offset + "-" + (offset + length - 1);
    }

    @Override
    public Optional<URI> link(Key key, Served as, Duration goodFor) {
        try {
            return Optional.of(presigner
                    .get()
                    .presignGetObject(
                            link -> link.signatureDuration(goodFor).getObjectRequest(object -> object.bucket(bucket)
                                    .key(name(key))
                                    .responseContentType(as.contentType())
                                    .responseContentDisposition(as.disposition())))
                    .url()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void delete(Key key) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(name(key)));
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    /** Two random digits first, because S3 spreads its load by the beginning of the names. */
    private static String name(Key key) {
        String id = key.id().toString();
        return id.substring(id.length() - 2) + "/" + id + "/"
                + key.kind().name().toLowerCase(Locale.ROOT);
    }
}
