package com.carechain.chat.attachment.image;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** GIF: keeps the frames, their timing and the loop; no comments, no texts, nothing else of programs. */
final class GifCleaner implements Cleaner {
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2C;
    private static final int END = 0x3B;
    private static final int CONTROL = 0xF9;
    private static final int PROGRAM = 0xFF;
    private static final byte[] LOOP = "NETSCAPE2.0".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Facts clean(DataInputStream in, DataOutputStream out, SizeCheck size) throws IOException {
        byte[] head = new byte[13];
        in.readFully(head);
        String version = new String(head, 0, 6, StandardCharsets.ISO_8859_1);
        if (!version.equals("GIF87a") && !version.equals("GIF89a")) throw new DamagedImage("no GIF");
        int width = little(head, 6);
        int height = little(head, 8);
        if (width == 0 || height == 0) throw new DamagedImage("no size");
        size.accept(width, height);
        out.write(head);
        Cleaner.copy(in, out, colours(head[10]));
        for (int block = in.readUnsignedByte(); block != END; block = in.readUnsignedByte()) {
            if (block == FRAME) frame(in, out, width, height);
            else if (block == EXTENSION) extension(in, out);
            else throw new DamagedImage("unknown block");
        }
        out.write(END);
        return new Facts(width, height, Facts.UPRIGHT);
    }

    private static void frame(DataInputStream in, DataOutputStream out, int width, int height) throws IOException {
        byte[] head = new byte[9];
        in.readFully(head);
        if (little(head, 4) > width || little(head, 6) > height)
            throw new DamagedImage("frame larger than the picture");
        out.write(FRAME);
        out.write(head);
        Cleaner.copy(in, out, colours(head[8]) + 1); // and the code size
        blocks(in, out);
    }

    private static void extension(DataInputStream in, DataOutputStream out) throws IOException {
        int label = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] first = in.readNBytes(length);
        boolean isKept = label == CONTROL || label == PROGRAM && Arrays.equals(first, LOOP);
        if (isKept) {
            out.write(EXTENSION);
            out.write(label);
            out.write(length);
            out.write(first);
        }
        if (length > 0) blocks(in, isKept ? out : new DataOutputStream(OutputStream.nullOutputStream()));
        else if (isKept) throw new DamagedImage("empty extension");
    }

    private static void blocks(DataInputStream in, DataOutputStream out) throws IOException {
        int length;
        do {
            length = in.readUnsignedByte();
            out.write(length);
            Cleaner.copy(in, out, length);
        } while (length > 0);
    }

    private static int colours(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int little(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
