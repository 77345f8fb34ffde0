package com.carechain.chat.attachment.scan;

import com.carechain.chat.attachment.Scanner;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Asks clamd with its command INSTREAM: pieces with their length in front, then one of length 0, then one line of answer. clamd's
 * {@code StreamMaxLength} must not be smaller than the largest file.
 */
public final class ClamdScanner implements Scanner {
    private static final Logger LOG = Logger.getLogger(ClamdScanner.class);
    private static final int CONNECT_MILLIS = 3000;
    private static final int PIECE = 32 * 1024;
    /** A virus' name is short. */
    private static final int ANSWER = 1024;

    private final String host;
    private final int port;
    private final int answerMillis;

    private ClamdScanner(String host, int port, Duration patience) {
        this.host = host;
        this.port = port;
        this.answerMillis = Math.toIntExact(patience.toMillis());
    }

    /** @param address {@code host:port} */
    public static ClamdScanner at(String address, Duration patience) {
        int colon = address.lastIndexOf(':');
        if (colon < 1) throw new IllegalArgumentException("carechain.attachments.clamd-address must be host:port");
        return new ClamdScanner(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), patience);
    }

    @Override
    public boolean isClean(InputStream bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(answerMillis);
            String answer = ask(socket, bytes);
            if (answer.endsWith(" OK")) return true;
            if (!answer.endsWith(" FOUND")) throw new IOException("clamd: " + answer);
            LOG.warnf("clamd: %s", answer);
            return false;
        }
    }

    private static String ask(Socket socket, InputStream bytes) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
        byte[] piece = new byte[PIECE];
        for (int n = bytes.read(piece); n >= 0; n = bytes.read(piece)) {
            if (n == 0) continue; // a piece of length 0 is the end
            out.writeInt(n);
            out.write(piece, 0, n);
        }
        out.writeInt(0);
        out.flush();
        return new String(socket.getInputStream().readNBytes(ANSWER), StandardCharsets.UTF_8)
                .replace("\0", "")
                .strip();
    }
}
