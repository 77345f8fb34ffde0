package com.carechain.chat.attachment;

import java.io.IOException;

/** There is no room for more bytes. */
public final class StorageFull extends IOException {
    public StorageFull(Throwable cause) {
        super("There is no room for more bytes", cause);
    }

    /** The failure of a write as what it means: the operating system says "no room" in words only. */
    public static IOException or(IOException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String words = String.valueOf(t.getMessage());
            if (words.contains("No space left on device") || words.contains("Disk quota exceeded"))
                return new StorageFull(failure);
        }
        return failure;
    }
}
