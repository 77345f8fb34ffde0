package com.carechain.chat.attachment.image;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Copies a picture without what is not needed to show it, and without anything behind its end. One per format. */
sealed interface Cleaner permits JpegCleaner, PngCleaner, GifCleaner, WebpCleaner {
    /** Told as soon as it is known, so that an image that is too large is not read on. */
    interface SizeCheck {
        void accept(long width, long height) throws IOException;
    }

    /** @throws DamagedImage or {@link java.io.EOFException}: no such picture */
    Facts clean(DataInputStream in, DataOutputStream out, SizeCheck size) throws IOException;

    static void copy(DataInputStream in, DataOutputStream out, long bytes) throws IOException {
        byte[] buffer = new byte[8192];
        for (long left = bytes; left > 0; ) {
            int n = (int) Math.min(left, buffer.length);
            in.readFully(buffer, 0, n);
            out.write(buffer, 0, n);
            left -= n;
        }
    }
}
