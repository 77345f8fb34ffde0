package com.carechain.chat.attachment.image;

import com.carechain.chat.ops.ChatConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is done to a picture before it is stored. */
@ApplicationScoped
public class Pictures {
    private final int maxPixels;

    Pictures(ChatConfig config) {
        this.maxPixels = config.attachments().maxPixels();
    }

    /** Too many pixels to be shown anywhere, or made to fill somebody's memory. */
    public static final class TooManyPixels extends IOException {
        TooManyPixels(long width, long height) {
            super(width + " × " + height);
        }
    }

    private static @Nullable Cleaner of(String contentType) {
        return switch (contentType) {
            case "image/jpeg" -> new JpegCleaner();
            case "image/png" -> new PngCleaner();
            case "image/gif" -> new GifCleaner();
            case "image/webp" -> new WebpCleaner();
            default -> null;
        };
    }

    /** Whether it is a picture that we know how to clean. */
    public static boolean isPicture(String contentType) {
        return of(contentType) != null;
    }

    /**
     * Writes the picture anew without what tells of place, time and person.
     *
     * @throws TooManyPixels before any is looked at
     * @throws DamagedImage it cannot be read, so nobody knows what else is in it
     */
    public Facts cleaned(Path file, String contentType, Path into) throws IOException {
        Cleaner cleaner = of(contentType);
        if (cleaner == null) throw new DamagedImage(contentType);
        Facts facts;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(into)))) {
            facts = cleaner.clean(in, out, this::check);
        } catch (EOFException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new DamagedImage("ends too early");
        }
        if (contentType.equals("image/webp")) correctLength(into);
        return facts;
    }

    private void check(long width, long height) throws IOException {
        if (width * height > maxPixels) throw new TooManyPixels(width, height);
    }

    private static void correctLength(Path webp) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(webp.toFile(), "rw")) {
            long length = file.length() - 8;
            file.seek(4);
            file.writeInt(Integer.reverseBytes((int) length));
        }
    }
}
