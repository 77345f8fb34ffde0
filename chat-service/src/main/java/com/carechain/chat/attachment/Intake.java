package com.carechain.chat.attachment;

import com.carechain.chat.attachment.Attachment.Status;
import com.carechain.chat.attachment.image.DamagedImage;
import com.carechain.chat.attachment.image.Facts;
import com.carechain.chat.attachment.image.Pictures;
import com.carechain.chat.attachment.image.Thumbnails;
import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** From a file in the spool to an attachment: what it is, whether that is allowed, and what of it is kept. */
@ApplicationScoped
class Intake {
    private final FileTypes types;
    private final Pictures pictures;
    private final Thumbnails thumbnails;
    private final Spool spool;
    private final UploadService uploads;
    private final InstantSource clock;
    private final int maxPixels;

    Intake(
            FileTypes types,
            Pictures pictures,
            Thumbnails thumbnails,
            Spool spool,
            UploadService uploads,
            InstantSource clock,
            ChatConfig config) {
        this.types = types;
        this.pictures = pictures;
        this.thumbnails = thumbnails;
        this.spool = spool;
        this.uploads = uploads;
        this.clock = clock;
        this.maxPixels = config.attachments().maxPixels();
    }

    /** @throws Refusal 413, 415, 429, 503 or 507 */
    Attachment take(UUID room, String uploader, Received received) throws IOException, SQLException {
        String type = types.of(received.file(), received.name());
        Attachment plain = attachment(room, uploader, received, type);
        return Pictures.isPicture(type) ? picture(plain, received.file()) : stored(plain, received.file(), null, null);
    }

    private Attachment attachment(UUID room, String uploader, Received received, String type) {
        Instant now = clock.instant();
        return new Attachment(
                newId(now),
                room,
                uploader,
                null,
                0,
                types.named(received.name(), type),
                type,
                0,
                "",
                null,
                null,
                false,
                Status.STORING,
                now,
                false);
    }

    private Attachment picture(Attachment plain, Path file) throws IOException, SQLException {
        Path cleaned = spool.newFile();
        Path thumbnail = spool.newFile();
        try {
            Facts facts = pictures.cleaned(file, plain.contentType(), cleaned);
            boolean hasThumbnail = thumbnails.make(cleaned, plain.contentType(), facts, thumbnail);
            return stored(plain, cleaned, facts, hasThumbnail ? thumbnail : null);
        } catch (Pictures.TooManyPixels e) {
            throw Refusal.of(
                    Code.TOO_LARGE,
                    "An image may have at most " + maxPixels + " pixels; this one has " + e.getMessage() + ".");
        } catch (DamagedImage e) {
            throw Refusal.of(
                    Code.UNSUPPORTED_MEDIA_TYPE, "This is not a readable image of type " + plain.contentType() + ".");
        } finally {
            Received.remove(cleaned);
            Received.remove(thumbnail);
        }
    }

    private Attachment stored(Attachment a, Path file, @Nullable Facts facts, @Nullable Path thumbnail)
            throws IOException, SQLException {
        Attachment whole = new Attachment(
                a.id(),
                a.roomId(),
                a.uploaderId(),
                null,
                0,
                a.name(),
                a.contentType(),
                Files.size(file),
                sha256(file),
                facts == null ? null : facts.shownWidth(),
                facts == null ? null : facts.shownHeight(),
                thumbnail != null,
                a.status(),
                a.createdAt(),
                false);
        return uploads.store(whole, file, thumbnail);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** UUIDv7, as for messages. Not a secret: who may have the bytes is decided by membership. */
    private static UUID newId(Instant at) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = at.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12);
        return new UUID(high, random.nextLong() & ~(3L << 62) | 1L << 63);
    }
}
