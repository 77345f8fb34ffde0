package com.carechain.chat.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the service logs meanwhile. */
public final class LogLines {
    private LogLines() {}

    public static Queue<LogRecord> during(Runnable work) {
        Queue<LogRecord> lines = new ConcurrentLinkedQueue<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(listener);
        try {
            work.run();
        } finally {
            root.removeHandler(listener);
        }
        return lines;
    }
}
