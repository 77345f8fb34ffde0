package com.carechain.chat.attachment.image;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** PNG: keeps the chunks that pixels, colours, transparency and animation need; of EXIF the orientation. No texts, no times. */
final class PngCleaner implements Cleaner {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "hIST", "pHYs",
            "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT");
    /** More is no orientation. */
    private static final int EXIF_BYTES = 1 << 16;

    @Override
    public Facts clean(DataInputStream in, DataOutputStream out, SizeCheck size) throws IOException {
        if (in.readLong() != SIGNATURE || in.readInt() != 13 || in.readInt() != code("IHDR"))
            throw new DamagedImage("no PNG");
        out.writeLong(SIGNATURE);
        int width = in.readInt();
        int height = in.readInt();
        if (width <= 0 || height <= 0) throw new DamagedImage("no size");
        size.accept(width, height);
        out.writeInt(13);
        out.writeInt(code("IHDR"));
        out.writeInt(width);
        out.writeInt(height);
        Cleaner.copy(in, out, 5 + 4); // depth, colours, methods; check sum
        int orientation = Facts.UPRIGHT;
        while (true) {
            int length = in.readInt();
            byte[] name = new byte[4];
            in.readFully(name);
            String type = new String(name, StandardCharsets.ISO_8859_1);
            if (length < 0) throw new DamagedImage("endless chunk");
            if (type.equals("eXIf") && length <= EXIF_BYTES) {
                orientation = Exif.orientation(in.readNBytes(length));
                in.skipNBytes(4);
                if (orientation != Facts.UPRIGHT) chunk(out, "eXIf", Exif.of(orientation));
            } else if (KEPT.contains(type)) {
                out.writeInt(length);
                out.write(name);
                Cleaner.copy(in, out, length + 4L);
            } else if (Character.isUpperCase(name[0])) {
                throw new DamagedImage("unknown critical chunk");
            } else {
                in.skipNBytes(length + 4L);
            }
            if (type.equals("IEND")) return new Facts(width, height, orientation);
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] bytes) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(bytes);
        out.writeInt(bytes.length);
        out.write(name);
        out.write(bytes);
        out.writeInt((int) sum.getValue());
    }

    private static int code(String type) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        return name[0] << 24 | name[1] << 16 | name[2] << 8 | name[3];
    }
}
