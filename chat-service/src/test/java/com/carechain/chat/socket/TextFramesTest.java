package com.carechain.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held to Netty's own writer of frames, at each border between the lengths of a header. */
class TextFramesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 1_000_000})
    void aFrameIsWrittenAsTheFrameworkWouldWriteIt(int length) {
        // Given: in bytes as long as that, and the last of them are one character
        String text = length < 4 ? "x".repeat(length) : "x".repeat(length - 4) + "\uD83D\uDC99";

        // When
        ByteBuf ours = Unpooled.buffer();
        TextFrames.write(text, ours);

        // Then
        assertThat(ByteBufUtil.getBytes(ours)).isEqualTo(byTheFramework(text));
        assertThat(ours.readableBytes() - length).isBetween(2, TextFrames.MAX_HEADER_BYTES);
    }

    private static byte[] byTheFramework(String text) {
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
        channel.writeOutbound(new TextWebSocketFrame(text));
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part; (part = channel.readOutbound()) != null; part.release()) all.writeBytes(part);
        return ByteBufUtil.getBytes(all);
    }
}
