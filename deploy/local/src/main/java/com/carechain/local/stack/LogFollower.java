package com.carechain.local.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads whole lines that are added to a file; begins again when the file is started anew. */
public final class LogFollower {

    private static final int CHUNK = 64 * 1024;

    private final Path log;
    private final String prefix;
    private long position;

    /** {@code prefix} is put before every line. */
    public LogFollower(Path log, String prefix) {
        this.log = log;
        this.prefix = prefix;
    }

    /** Looks no further back than 64 KiB. */
    public void skipToLast(int lines) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(CHUNK, file.length())];
            position = file.length() - end.length;
            file.seek(position);
            file.readFully(end);
            int start = end.length;
            for (int found = 0; start > 0 && found <= lines; start--) {
                if (end[start - 1] == '\n' && ++found > lines) {
                    break;
                }
            }
            position += start;
        } catch (IOException e) {
            position = 0;
        }
    }

    public void copyTo(PrintStream out) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            if (file.length() < position) {
                position = 0;
            }
            while (file.length() > position) {
                byte[] added = new byte[(int) Math.min(CHUNK, file.length() - position)];
                file.seek(position);
                file.readFully(added);
                int whole = endOfLastLine(added);
                if (whole == 0) {
                    return;
                }
                new String(added, 0, whole, StandardCharsets.UTF_8).lines().forEach(line -> out.println(prefix + line));
                position += whole;
            }
            out.flush();
        } catch (IOException e) {
            // It is being started anew: the next round finds it.
        }
    }

    /** A line longer than a whole chunk is shown in pieces. */
    private static int endOfLastLine(byte[] text) {
        for (int i = text.length; i > 0; i--) {
            if (text[i - 1] == '\n') {
                return i;
            }
        }
        return text.length == CHUNK ? CHUNK : 0;
    }
}
