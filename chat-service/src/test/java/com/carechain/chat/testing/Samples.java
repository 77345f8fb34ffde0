package com.carechain.chat.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Small files of many kinds, made here. */
public final class Samples {
    /** Stands where a camera writes the place. */
    public static final String PLACE = "52.5163N,13.3777E";

    private Samples() {}

    public static byte[] pdf(int bytes) {
        byte[] pdf = new byte[Math.max(bytes, 9)];
        byte[] head = Upload.utf8("%PDF-1.7\n");
        System.arraycopy(head, 0, pdf, 0, head.length);
        for (int i = head.length; i < pdf.length; i++) pdf[i] = (byte) (i % 251);
        return pdf;
    }

    /** Left half red, right half blue. */
    public static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, width / 2, height);
        pen.setColor(Color.BLUE);
        pen.fillRect(width / 2, 0, width - width / 2, height);
        pen.dispose();
        return image;
    }

    public static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** With EXIF (orientation, place), a comment, and a second picture behind the end, as phones write them. */
    public static byte[] photo(int width, int height, int orientation) {
        byte[] plain = encoded(picture(width, height, BufferedImage.TYPE_INT_RGB), "jpg");
        byte[] exif = Upload.join(Upload.utf8("Exif\0\0"), tiff(orientation));
        byte[] comment = Upload.utf8("comment " + PLACE);
        byte[] xmp = Upload.utf8("http://ns.adobe.com/xap/1.0/\0<x>" + PLACE + "</x>");
        return Upload.join(
                new byte[] {(byte) 0xFF, (byte) 0xD8},
                segment(0xE1, exif),
                segment(0xE1, xmp),
                segment(0xFE, comment),
                segment(0xED, Upload.utf8("Photoshop 3.0\0" + PLACE)),
                java.util.Arrays.copyOfRange(plain, 2, plain.length),
                Upload.utf8("MotionPhoto " + PLACE));
    }

    private static byte[] segment(int marker, byte[] bytes) {
        return Upload.join(
                new byte[] {(byte) 0xFF, (byte) marker, (byte) (bytes.length + 2 >> 8), (byte) (bytes.length + 2)},
                bytes);
    }

    /** Little-endian, with orientation and a description that is a place. */
    public static byte[] tiff(int orientation) {
        byte[] place = Upload.utf8(PLACE + "\0");
        ByteBuffer out = ByteBuffer.allocate(8 + 2 + 24 + 4 + place.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        out.putShort((short) 2);
        out.putShort((short) 0x010E).putShort((short) 2).putInt(place.length).putInt(38);
        out.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        out.putInt(0).put(place);
        return out.array();
    }

    /** With texts, times and EXIF. */
    public static byte[] annotatedPng(int width, int height) {
        byte[] plain = encoded(picture(width, height, BufferedImage.TYPE_INT_ARGB), "png");
        byte[] end = java.util.Arrays.copyOfRange(plain, plain.length - 12, plain.length);
        return Upload.join(
                java.util.Arrays.copyOfRange(plain, 0, plain.length - 12),
                chunk("tEXt", Upload.utf8("Comment\0" + PLACE)),
                chunk("iTXt", Upload.utf8("XML:com.adobe.xmp\0\0\0\0\0" + PLACE)),
                chunk("eXIf", tiff(1)),
                chunk("tIME", new byte[7]),
                end,
                Upload.utf8("behind the end " + PLACE));
    }

    /** A head that promises that many pixels, with nothing behind it. */
    public static byte[] hugePng(int width, int height) {
        byte[] head = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[1000]);
        deflater.finish();
        byte[] data = new byte[100];
        int n = deflater.deflate(data);
        return Upload.join(
                HexFormat.of().parseHex("89504e470d0a1a0a"),
                chunk("IHDR", head),
                chunk("IDAT", java.util.Arrays.copyOf(data, n)),
                chunk("IEND", new byte[0]));
    }

    public static byte[] chunk(String type, byte[] bytes) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(bytes);
        return Upload.join(
                ByteBuffer.allocate(4).putInt(bytes.length).array(),
                name,
                bytes,
                ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    /** One pixel, lossless, extended, with EXIF and XMP. */
    public static byte[] webp() {
        byte[] pixel = HexFormat.of().parseHex("2f000000000788fdff0300"); // 1 × 1
        byte[] body = Upload.join(
                Upload.utf8("WEBP"),
                riff("VP8X", new byte[] {0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                riff("VP8L", pixel),
                riff("EXIF", tiff(1)),
                riff("XMP ", Upload.utf8("<x>" + PLACE + "</x>")));
        return riff("RIFF", body);
    }

    private static byte[] riff(String type, byte[] bytes) {
        return Upload.join(
                Upload.utf8(type),
                ByteBuffer.allocate(4)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .putInt(bytes.length)
                        .array(),
                bytes,
                new byte[bytes.length & 1]);
    }

    /** A ZIP with these entries. */
    public static byte[] zip(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                new DataOutputStream(zip).writeBytes("<xml/>");
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] docx() {
        return zip("[Content_Types].xml", "_rels/.rels", "word/document.xml");
    }

    /** A hundred million zeros in a hundred kilobytes, called a document. */
    public static byte[] bomb() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"[Content_Types].xml", "word/document.xml"}) {
                zip.putNextEntry(new ZipEntry(name));
                byte[] zeros = new byte[1 << 20];
                for (int i = 0; i < 50; i++) zip.write(zeros);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
