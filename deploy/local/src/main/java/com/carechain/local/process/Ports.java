package com.carechain.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.locks.LockSupport;

/** TCP ports of this machine. */
public final class Ports {

    private static final int LOOKS = 8;
    private static final long PAUSE_NANOS = 50_000_000;

    private Ports() {}

    /** A port that is free at this moment; another program may take it before it is used. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on this machine", e);
        }
    }

    /**
     * Whether a server could listen on this port: on the loopback address and on all addresses. What seems taken is looked at again
     * for a moment: while one of our programs is being started, its process holds copies of this one's open sockets, those of an
     * earlier look among them.
     */
    public static boolean isFree(int port) {
        for (int look = 0; look < LOOKS; look++) {
            if (canBeTaken(port)) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    private static boolean canBeTaken(int port) {
        return canListen(new InetSocketAddress(port))
                && canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canListen(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
