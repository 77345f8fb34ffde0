package com.carechain.local.process;

import java.io.OutputStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.OutputStreamHandler;

/** Where the libraries inside this JVM (Kafka, Vert.x) log to. Without it they would write into the terminal. */
public final class ProgramLog {

    private static final String FORMAT = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p [%c{1}] %s%e%n";

    private ProgramLog() {}

    /** To be called before anything logs: the JVM keeps the first log manager it meets. */
    public static void install() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    }

    /** Replaces every other destination in this JVM. */
    public static void writeTo(OutputStream out, Level level) {
        var handler = new OutputStreamHandler(out, new PatternFormatter(FORMAT));
        handler.setAutoFlush(true);
        Logger root = LogContext.getLogContext().getLogger("");
        root.setHandlers(new Handler[] {handler});
        root.setLevel(level);
    }
}
