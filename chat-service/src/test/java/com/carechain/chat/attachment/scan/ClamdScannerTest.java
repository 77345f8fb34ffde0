package com.carechain.chat.attachment.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.carechain.chat.testing.Clamd;
import com.carechain.chat.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClamdScannerTest {
    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    @Nested
    class WithClamd {
        private static Clamd clamd;

        @BeforeAll
        static void start(@TempDir Path directory) {
            Assumptions.assumeTrue(Clamd.program().isPresent(), "skipped: clamd is not installed (clamav-daemon)");
            clamd = Clamd.start(directory);
        }

        @AfterAll
        static void stop() {
            if (clamd != null) clamd.close();
        }

        private final ClamdScanner scanner = ClamdScanner.at(clamd.address(), Duration.ofSeconds(20));

        @Test
        void whatIsHarmlessIsClean() throws IOException {
            assertThat(scanner.isClean(stream(Samples.pdf(2_000_000)))).isTrue();
            assertThat(scanner.isClean(stream(new byte[0]))).isTrue();
        }

        @Test
        void theTestVirusIsFound() throws IOException {
            assertThat(scanner.isClean(stream(Clamd.EICAR))).isFalse();
        }

        @Test
        void moreThanClamdTakesIsAFailureAndNotAVerdict() {
            assertThatThrownBy(() -> scanner.isClean(stream(new byte[31 << 20])))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobodyThereIsAFailure() {
        ClamdScanner scanner = ClamdScanner.at("127.0.0.1:1", Duration.ofSeconds(1));
        assertThatThrownBy(() -> scanner.isClean(stream(new byte[1]))).isInstanceOf(IOException.class);
    }

    @Test
    void silenceIsAFailureWithinTheTimeLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ClamdScanner scanner = ClamdScanner.at("127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(300));
            assertThatThrownBy(() -> scanner.isClean(stream(new byte[1]))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anAnswerThatIsNoneIsAFailure() throws Exception {
        try (ServerSocket odd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket one = odd.accept()) {
                    one.getOutputStream().write("HTTP/1.1 200 Fine\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    one.shutdownOutput();
                    one.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the scanner has seen enough
                }
            });
            ClamdScanner scanner = ClamdScanner.at("127.0.0.1:" + odd.getLocalPort(), Duration.ofSeconds(5));
            assertThatThrownBy(() -> scanner.isClean(stream(new byte[1])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("clamd");
        }
    }

    @Test
    void anAddressWithoutPortIsRefusedAtTheStart() {
        assertThatThrownBy(() -> ClamdScanner.at("clamd", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
