package com.carechain.chat.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A WebSocket client that sends bytes no well-behaved client would, and reads only when told to. */
public final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int VERSION = 13;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final List<String> answer = new ArrayList<>();

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** @param receiveBuffer bytes the system may keep for a client that does not read; 0 = as it likes */
    public static RawSocket open(URI base, String path, String token, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new java.net.InetSocketAddress(base.getHost(), base.getPort()), PATIENCE_MILLIS);
            RawSocket client = new RawSocket(socket);
            client.upgrade(base, path, token);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RawSocket open(URI base, String path, String token) {
        return open(base, path, token, 0);
    }

    /** Asks for a socket, and is gone so long after, without a word. */
    public static void askAndLeave(URI base, String path, String token, Duration after) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoLinger(true, 0); // a reset in place of an orderly end
            new RawSocket(socket).ask(VERSION, base, path, token);
            Thread.sleep(after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to send JSON, and is gone so long after, in the middle of it. */
    public static void postHalfAndLeave(URI base, String path, String token, Duration after) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoLinger(true, 0);
            String half = "POST " + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nAuthorization: Bearer "
                    + token + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"content\":\"";
            socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The status line of what is answered to an upgrade to that version of the protocol. */
    public static String answerTo(int version, URI base, String path, String token) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            RawSocket client = new RawSocket(socket);
            client.ask(version, base, path, token);
            return client.line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void upgrade(URI base, String path, String token) throws IOException {
        ask(VERSION, base, path, token);
        String status = line();
        for (String header = line(); !header.isEmpty(); header = line()) answer.add(header.toLowerCase(Locale.ROOT));
        if (!status.contains(" 101 ")) throw new IllegalStateException(status);
    }

    private void ask(int version, URI base, String path, String token) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: " + version + "\r\nSec-WebSocket-Key: "
                + Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
                + "\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
                + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException();
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    /** Headers of the handshake's answer, in lower case. */
    public List<String> answer() {
        return answer;
    }

    public void sendText(byte[] payload) {
        send(TEXT, true, payload);
    }

    public void sendText(String payload) {
        sendText(payload.getBytes(StandardCharsets.UTF_8));
    }

    /** One frame on the wire; opcode 0 continues the one before. */
    public void send(int opcode, boolean isLast, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (opcode | (isLast ? FINAL : 0)));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload); // masked with zeros
        try {
            out.write(frame.array(), 0, frame.position());
        } catch (SocketException closed) {
            // the other side has had enough: its close frame tells why
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame, which must be text. */
    public String readText() {
        try {
            int opcode = in.readUnsignedByte() & 0x0F;
            byte[] payload = new byte[length()];
            in.readFully(payload);
            if (opcode != TEXT) throw new IllegalStateException("opcode " + opcode);
            return new String(payload, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on until the server closes; the texts that came before. */
    public Closed readToTheEnd() {
        List<String> texts = new ArrayList<>();
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0F;
                byte[] payload = new byte[length()];
                in.readFully(payload);
                if (opcode == TEXT) texts.add(new String(payload, StandardCharsets.UTF_8));
                if (opcode == CLOSE)
                    return new Closed(
                            payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF, texts);
            }
        } catch (EOFException | SocketException e) {
            return new Closed(1006, texts);
        } catch (IOException e) {
            throw new UncheckedIOException("No close frame; so far " + texts.size() + " texts", e);
        }
    }

    /** Answers the server's close frame. False: it has sent something after it. */
    public boolean nothingFollowsTheClose() {
        send(CLOSE, true, new byte[0]);
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param code 1006: the connection ended without a close frame */
    public record Closed(int code, List<String> texts) {}

    private int length() throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        if (length == 126) return in.readUnsignedShort();
        return length == 127 ? Math.toIntExact(in.readLong()) : length;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
