package com.carechain.chat.attachment.image;

/**
 * What a picture's head says.
 *
 * @param width       in pixels as stored, before it is turned
 * @param orientation 1–8 as in EXIF: how to turn it for the eye; 5–8 swap width and height
 */
public record Facts(int width, int height, int orientation) {
    static final int UPRIGHT = 1;

    public int shownWidth() {
        return orientation >= 5 ? height : width;
    }

    public int shownHeight() {
        return orientation >= 5 ? width : height;
    }
}
