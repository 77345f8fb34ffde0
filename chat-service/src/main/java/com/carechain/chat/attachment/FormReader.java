package com.carechain.chat.attachment;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.InvalidContentTypeException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.RequestContext;
import org.jspecify.annotations.Nullable;

/** A multipart/form-data body → one file in the spool, part by part and buffer by buffer: memory is the same for every size. */
@ApplicationScoped
class FormReader {
    private static final int BUFFER = 16 * 1024;
    /** A file name of a thousand characters is cut by us, not by the parser. */
    private static final int PART_HEADER_BYTES = 8 * 1024;

    private static final int MAX_PARTS = 20;
    private final Spool spool;
    private final InstantSource clock;
    /** Boundaries, headers and small fields around the file. */
    private static final int FORM_BYTES = 64 * 1024;

    private final long maxBytes;
    private final Duration mayTake;

    FormReader(Spool spool, InstantSource clock, ChatConfig config) {
        this.spool = spool;
        this.clock = clock;
        this.maxBytes = config.attachments().maxBytes();
        this.mayTake = config.attachments().uploadTime();
    }

    /**
     * To be closed. When it fails nothing is left behind.
     *
     * @throws Refusal what is wrong with the body
     * @throws IOException our disk failed, or the client is gone
     */
    Received read(@Nullable String contentType, InputStream body) throws IOException {
        Received received = null;
        boolean isWhole = false;
        Instant deadline = clock.instant().plus(mayTake);
        try {
            FileItemIterator parts = parser().getItemIterator(new Form(contentType, new Counted(body, deadline)));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (part.isFormField() || !part.getFieldName().equals("file")) continue;
                if (received != null) throw Refusal.invalid("file", "must be one; upload the next one apart");
                received = new Received(spool.newFile(), FileName.cleaned(name(part)));
                copy(part, received.file());
            }
            if (received == null) throw Refusal.invalid("file", "is missing");
            isWhole = true;
            return received;
        } catch (InvalidContentTypeException e) {
            throw Refusal.of(Code.UNSUPPORTED_MEDIA_TYPE, "Send multipart/form-data with a part named file.");
        } catch (FileUploadException e) {
            throw malformed();
        } catch (IOException e) {
            if (e.getClass().getName().startsWith("org.apache.commons.fileupload")) throw malformed();
            throw e;
        } finally {
            if (received != null && !isWhole) received.close();
        }
    }

    private static FileUpload parser() {
        FileUpload parser = new FileUpload();
        parser.setHeaderEncoding(StandardCharsets.UTF_8.name());
        parser.setPartHeaderSizeMax(PART_HEADER_BYTES);
        parser.setFileCountMax(MAX_PARTS);
        return parser;
    }

    private static @Nullable String name(FileItemStream part) {
        try {
            return part.getName();
        } catch (InvalidFileNameException e) {
            return e.getName(); // with a NUL, which we cut out
        }
    }

    private void copy(FileItemStream part, Path to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (InputStream in = part.openStream();
                OutputStream out = Files.newOutputStream(to)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > maxBytes) throw tooLarge();
                write(out, buffer, n);
            }
        }
        if (size == 0) throw Refusal.invalid("file", "is empty");
    }

    private static void write(OutputStream out, byte[] buffer, int n) throws IOException {
        try {
            out.write(buffer, 0, n);
        } catch (IOException e) {
            throw new Spool.Failed(e);
        }
    }

    private Refusal tooLarge() {
        return Refusal.of(Code.TOO_LARGE, "A file may have at most " + maxBytes + " bytes.");
    }

    private Refusal tooSlow() {
        return Refusal.of(Code.INVALID, "The upload took longer than " + mayTake.toSeconds() + " s.");
    }

    private static Refusal malformed() {
        return Refusal.of(Code.INVALID, "The body is not whole, or not multipart/form-data as its Content-Type says.");
    }

    /** Whatever part of it is so long, or comes so slowly. */
    private final class Counted extends FilterInputStream {
        private final Instant deadline;
        private long left = maxBytes + FORM_BYTES;

        Counted(InputStream body, Instant deadline) {
            super(body);
            this.deadline = deadline;
        }

        /** The only way in which the parser reads. */
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            left -= n;
            if (left < 0) throw tooLarge();
            if (clock.instant().isAfter(deadline)) throw tooSlow();
            return n;
        }
    }

    private record Form(@Nullable String contentType, InputStream body) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public @Nullable String getContentType() {
            return contentType;
        }

        @Deprecated
        @Override
        public int getContentLength() {
            return -1; // counted by us
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }
    }
}
