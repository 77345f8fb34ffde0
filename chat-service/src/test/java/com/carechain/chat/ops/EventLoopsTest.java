package com.carechain.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.LocalParts;
import io.netty.channel.epoll.Epoll;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class EventLoopsTest {
    @Inject
    Vertx vertx;

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theyWaitWithEpollAndAcceptConnections() {
        assertThat(Epoll.unavailabilityCause()).isNull();
        assertThat(vertx.isNativeTransportEnabled()).isTrue();
        VertxInternal internal = (VertxInternal) vertx;
        assertThat(internal.getAcceptorEventLoopGroup()).isSameAs(internal.getEventLoopGroup());
    }
}
