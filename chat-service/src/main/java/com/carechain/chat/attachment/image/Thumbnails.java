package com.carechain.chat.attachment.image;

import com.carechain.chat.ops.ChatConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.AWTError;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import org.jboss.logging.Logger;

/** Small JPEGs of pictures, upright, on white. Whole pictures are never in memory: they are read in steps of several pixels. */
@ApplicationScoped
public class Thumbnails {
    private static final Logger LOG = Logger.getLogger(Thumbnails.class);
    /** Java reads these; a WebP has no thumbnail. */
    private static final Set<String> READABLE = Set.of("image/jpeg", "image/png", "image/gif");

    private static final float QUALITY = 0.8f;
    /** Longer, and the client is likelier to be gone than to miss a thumbnail. */
    private static final int PATIENCE_SECONDS = 10;
    /** One picture is a core's work for up to a second, and some formats need its pixels in native memory. */
    private final Semaphore turns = new Semaphore(2);

    private final int side;
    private volatile boolean isAvailable = true;

    Thumbnails(ChatConfig config) {
        this.side = config.attachments().thumbnailPixels();
    }

    /** Whether there is one now; a picture without is stored all the same. */
    public boolean make(Path picture, String contentType, Facts facts, Path into) {
        if (side == 0 || !isAvailable || !READABLE.contains(contentType)) return false;
        try {
            if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) return false;
            try {
                write(scaled(read(picture, contentType, facts), facts), into);
                return true;
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | RuntimeException e) {
            LOG.debugf("No thumbnail of a %s: %s", contentType, e.toString());
            return false;
        } catch (LinkageError | AWTError | InternalError e) {
            isAvailable = false;
            LOG.warnf("This program cannot make thumbnails: %s", e.toString());
            return false;
        }
    }

    private BufferedImage read(Path picture, String contentType, Facts facts) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByMIMEType(contentType).next();
        try (FileImageInputStream in = new FileImageInputStream(picture.toFile())) {
            reader.setInput(in, true, true);
            int step = Math.max(1, Math.max(facts.width(), facts.height()) / (2 * side));
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    private BufferedImage scaled(BufferedImage read, Facts facts) {
        double scale = Math.min(1.0, (double) side / Math.max(read.getWidth(), read.getHeight()));
        int width = (int) Math.max(1, Math.round(read.getWidth() * scale));
        int height = (int) Math.max(1, Math.round(read.getHeight() * scale));
        boolean isTurned = facts.orientation() >= 5;
        BufferedImage small =
                new BufferedImage(isTurned ? height : width, isTurned ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = small.createGraphics();
        try {
            pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, small.getWidth(), small.getHeight());
            pen.transform(upright(facts.orientation(), width, height));
            pen.drawImage(read, 0, 0, width, height, null);
        } finally {
            pen.dispose();
        }
        return small;
    }

    /** EXIF's eight ways to hold a camera. */
    private static AffineTransform upright(int orientation, int w, int h) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
            default -> new AffineTransform();
        };
    }

    private static void write(BufferedImage image, Path into) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByMIMEType("image/jpeg").next();
        try (FileImageOutputStream out = new FileImageOutputStream(into.toFile())) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }
}
