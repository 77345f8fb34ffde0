package com.carechain.chat.attachment.image;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** WebP: keeps frames, transparency, animation and colours; no EXIF, no XMP. The length in front is corrected by {@link Pictures}. */
final class WebpCleaner implements Cleaner {
    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP");
    private static final int HAS_EXIF_OR_XMP = 0x0C;

    @Override
    public Facts clean(DataInputStream in, DataOutputStream out, SizeCheck size) throws IOException {
        if (!name(in).equals("RIFF")) throw new DamagedImage("no RIFF");
        long left = little(in, 4) - 4;
        if (!name(in).equals("WEBP")) throw new DamagedImage("no WebP");
        out.writeBytes("RIFF\0\0\0\0WEBP");
        Facts facts = null;
        while (left >= 8) {
            String type = name(in);
            long length = little(in, 4);
            long padded = length + (length & 1);
            left -= 8 + padded;
            if (!KEPT.contains(type)) {
                in.skipNBytes(left < 0 ? length : padded);
                continue;
            }
            byte[] head = in.readNBytes((int) Math.min(length, 10));
            if (facts == null) {
                facts = facts(type, head);
                size.accept(facts.width(), facts.height());
            }
            if (type.equals("VP8X")) head[0] &= ~HAS_EXIF_OR_XMP;
            out.writeBytes(type);
            out.writeInt(Integer.reverseBytes((int) length));
            out.write(head);
            Cleaner.copy(in, out, length - head.length);
            if (padded > length) {
                if (left >= 0) in.skipNBytes(1);
                out.write(0);
            }
        }
        if (facts == null) throw new DamagedImage("no frame");
        return facts;
    }

    private static Facts facts(String type, byte[] head) throws IOException {
        if (head.length < 10 && !(type.equals("VP8L") && head.length >= 5)) throw new DamagedImage("short chunk");
        return switch (type) {
            case "VP8X" -> new Facts(little(head, 4, 3) + 1, little(head, 7, 3) + 1, Facts.UPRIGHT);
            case "VP8 " -> new Facts(little(head, 6, 2) & 0x3FFF, little(head, 8, 2) & 0x3FFF, Facts.UPRIGHT);
            case "VP8L" -> {
                int bits = little(head, 1, 4);
                yield new Facts((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, Facts.UPRIGHT);
            }
            default -> throw new DamagedImage("no frame first");
        };
    }

    private static int little(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) value |= (bytes[at + i] & 0xFF) << 8 * i;
        return value;
    }

    private static long little(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return little(bytes, 0, count) & 0xFFFFFFFFL;
    }

    private static String name(DataInputStream in) throws IOException {
        byte[] name = new byte[4];
        in.readFully(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
