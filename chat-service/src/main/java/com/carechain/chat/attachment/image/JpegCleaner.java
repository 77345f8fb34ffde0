package com.carechain.chat.attachment.image;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JPEG: keeps the frame, the tables, JFIF, the colour profile and Adobe's colour transform; of EXIF the orientation. Phones hang whole
 * films and second pictures behind the end, with places of their own in them.
 */
final class JpegCleaner implements Cleaner {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int COMMENT = 0xFE;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final byte[] EXIF = ascii("Exif\0\0");

    @Override
    public Facts clean(DataInputStream in, DataOutputStream out, SizeCheck size) throws IOException {
        if (in.readUnsignedShort() != (0xFF00 | SOI)) throw new DamagedImage("no JPEG");
        marker(out, SOI);
        int width = 0;
        int height = 0;
        int orientation = 0;
        for (int marker = nextMarker(in); marker != EOI; ) {
            byte[] segment = in.readNBytes(in.readUnsignedShort() - 2);
            if (isFrame(marker)) {
                if (segment.length < 5) throw new DamagedImage("short frame");
                height = (segment[1] & 0xFF) << 8 | segment[2] & 0xFF;
                width = (segment[3] & 0xFF) << 8 | segment[4] & 0xFF;
                if (width == 0 || height == 0) throw new DamagedImage("no size");
                size.accept(width, height);
            }
            if (marker == APP1 && orientation == 0 && beginsWith(segment, EXIF)) {
                orientation = Exif.orientation(Arrays.copyOfRange(segment, EXIF.length, segment.length));
                if (orientation != Facts.UPRIGHT) segment(out, APP1, joined(EXIF, Exif.of(orientation)));
            } else if (isKept(marker, segment)) {
                segment(out, marker, segment);
            }
            marker = marker == SOS ? scan(in, out) : nextMarker(in);
        }
        if (width == 0) throw new DamagedImage("no frame");
        marker(out, EOI);
        return new Facts(width, height, Math.max(orientation, Facts.UPRIGHT));
    }

    /** Copies compressed pixels up to the next marker, which is given back. A picture that ends early is closed. */
    private static int scan(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int b = in.read();
            if (b < 0) return EOI;
            if (b != 0xFF) {
                out.write(b);
                continue;
            }
            int next = in.read();
            while (next == 0xFF) next = in.read();
            if (next < 0) return EOI;
            boolean isData = next == 0 || next >= 0xD0 && next <= 0xD7;
            if (!isData) return next;
            out.write(0xFF);
            out.write(next);
        }
    }

    private static int nextMarker(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0xFF) throw new DamagedImage("no marker");
        int marker = in.readUnsignedByte();
        while (marker == 0xFF) marker = in.readUnsignedByte();
        if (marker == 0 || marker == SOI || marker >= 0xD0 && marker <= 0xD7) throw new DamagedImage("stray marker");
        return marker;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static boolean isKept(int marker, byte[] segment) {
        return switch (marker) {
            case APP0 -> beginsWith(segment, ascii("JFIF\0"));
            case APP2 -> beginsWith(segment, ascii("ICC_PROFILE\0"));
            case APP14 -> beginsWith(segment, ascii("Adobe"));
            case COMMENT -> false;
            default -> marker < APP0 || marker > APP15;
        };
    }

    private static void segment(DataOutputStream out, int marker, byte[] bytes) throws IOException {
        marker(out, marker);
        out.writeShort(bytes.length + 2);
        out.write(bytes);
    }

    private static void marker(DataOutputStream out, int marker) throws IOException {
        out.write(0xFF);
        out.write(marker);
    }

    private static boolean beginsWith(byte[] bytes, byte[] first) {
        return bytes.length >= first.length && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
