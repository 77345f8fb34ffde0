package com.carechain.chat.socket;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Text frames as a server sends them (RFC 6455, 5.2): final, unmasked, no extension, so a header of 2 to 10 bytes before the words. */
final class TextFrames {
    static final int MAX_HEADER_BYTES = 10;

    private static final int FINAL_TEXT = 0x81;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;
    private static final int TWO_BYTES = 0xFFFF;

    private TextFrames() {}

    static void write(String text, ByteBuf to) {
        byte[] words = text.getBytes(StandardCharsets.UTF_8);
        to.writeByte(FINAL_TEXT);
        if (words.length < LENGTH_IN_TWO_BYTES) {
            to.writeByte(words.length);
        } else if (words.length <= TWO_BYTES) {
            to.writeByte(LENGTH_IN_TWO_BYTES).writeShort(words.length);
        } else {
            to.writeByte(LENGTH_IN_EIGHT_BYTES).writeLong(words.length);
        }
        to.writeBytes(words);
    }
}
