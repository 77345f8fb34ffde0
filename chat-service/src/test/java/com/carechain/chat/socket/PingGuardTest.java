package com.carechain.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.junit.jupiter.api.Test;

class PingGuardTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    PingGuardTest() {
        channel.pipeline().addLast("framework", new ChannelInboundHandlerAdapter());
        PingGuard.add(channel.pipeline().context("framework"));
    }

    @Test
    void pingsOfASocketThatIsReadArePassedOn() {
        PingWebSocketFrame ping = new PingWebSocketFrame();
        channel.writeInbound(ping);
        assertThat(channel.<Object>readInbound()).isSameAs(ping);
    }

    @Test
    void pingsOfASocketThatTakesNothingEndHere() {
        // Given
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        PingWebSocketFrame ping = new PingWebSocketFrame(Unpooled.copiedBuffer(new byte[125]));
        TextWebSocketFrame words = new TextWebSocketFrame("{}");

        // When
        channel.writeInbound(ping, words);

        // Then: what it says is still heard
        assertThat(channel.<Object>readInbound()).isSameAs(words);
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(ping.refCnt()).isZero();
    }
}
