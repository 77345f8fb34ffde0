package com.carechain.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.fanout.Burst;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private static final ServerWebSocket SOCKET = (ServerWebSocket) Proxy.newProxyInstance(
            OutboundTest.class.getClassLoader(), new Class<?>[] {ServerWebSocket.class}, (proxy, method, args) -> null);

    /** Has no memory for a while. */
    private static final class Allocator extends AbstractByteBufAllocator {
        boolean isFull;

        @Override
        protected ByteBuf newDirectBuffer(int initial, int most) {
            if (isFull) throw new OutOfMemoryError("none left");
            return UnpooledByteBufAllocator.DEFAULT.directBuffer(initial, most);
        }

        @Override
        protected ByteBuf newHeapBuffer(int initial, int most) {
            return newDirectBuffer(initial, most);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private final Allocator allocator = new Allocator();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Outbound outbound;

    OutboundTest() {
        channel.config().setAllocator(allocator);
        outbound = new Outbound(SOCKET, channel.pipeline().firstContext(), 10, 1000, new LongAdder());
        outbound.start("welcome");
        channel.runPendingTasks();
    }

    @Test
    void framesOfOneBurstLeaveTogetherInTheirOrder() {
        // When
        Burst.run(() -> {
            outbound.offer("one");
            outbound.offer("two");
        });
        channel.runPendingTasks();

        // Then
        assertThat(written()).contains("welcome");
        assertThat(written()).containsSubsequence("one", "two");
        assertThat(written()).isNull();
    }

    @Test
    void aSocketThatCannotBeWrittenToIsCutAndMissesNothingUnnoticed() {
        // When
        allocator.isFull = true;
        outbound.offer("lost");
        channel.runPendingTasks();

        // Then
        channel.checkException();
        assertThat(channel.isOpen()).isFalse();
    }

    private String written() {
        ByteBuf buffer = channel.readOutbound();
        return buffer == null ? null : buffer.toString(StandardCharsets.ISO_8859_1);
    }
}
