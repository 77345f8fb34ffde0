package com.carechain.chat.attachment.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one thing of EXIF that is kept: which way is up. */
final class Exif {
    private static final int ORIENTATION = 0x0112;
    private static final int TIFF = 42;
    private static final int ENTRY_BYTES = 12;

    private Exif() {}

    /** 1–8; 1 when it is not said, or not readable. */
    static int orientation(byte[] tiff) {
        try {
            ByteBuffer in = ByteBuffer.wrap(tiff);
            in.order(in.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            if (in.getShort() != TIFF) return Facts.UPRIGHT;
            int directory = in.getInt();
            int entries = in.getShort(directory) & 0xFFFF;
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + i * ENTRY_BYTES;
                if ((in.getShort(entry) & 0xFFFF) == ORIENTATION) {
                    int value = in.getShort(entry + 8) & 0xFFFF;
                    return value >= 1 && value <= 8 ? value : Facts.UPRIGHT;
                }
            }
            return Facts.UPRIGHT;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return Facts.UPRIGHT;
        }
    }

    /** With nothing else in it. */
    static byte[] of(int orientation) {
        return ByteBuffer.allocate(26)
                .putShort((short) 0x4D4D)
                .putShort((short) TIFF)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) ORIENTATION)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }
}
