package com.carechain.chat.attachment.image;

import java.io.IOException;

/** The bytes are not a picture of the kind that they begin like. */
public final class DamagedImage extends IOException {
    DamagedImage(String why) {
        super(why);
    }
}
