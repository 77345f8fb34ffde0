package com.carechain.local.server;

import com.carechain.local.process.Ports;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Starting a server on the port the caller wants, or on any. */
final class FreePort {

    private static final int ATTEMPTS = 3;

    private FreePort() {}

    /** {@code port} 0 means any: tried again when another program takes it between looking and listening. */
    static <S> S start(int port, IntFunction<S> starter) {
        if (port != 0) {
            return starter.apply(port);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return starter.apply(Ports.free());
            } catch (ServerStartFailed e) {
                if (attempt == ATTEMPTS || !e.saysThatThePortIsTaken()) {
                    throw e;
                }
            }
        }
    }

    /** To be asked first: what a server says about a taken port is harder to read. */
    static void require(String server, int port, Path log) {
        if (!Ports.isFree(port)) {
            throw new ServerStartFailed(server, "port " + port + " is taken by another program", log, null);
        }
    }
}
