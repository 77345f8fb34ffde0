package com.carechain.local.stack;

import java.io.PrintStream;

/** The lines the person at the terminal sees. */
public final class Console {

    private final PrintStream out;

    public Console(PrintStream out) {
        this.out = out;
    }

    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
