package com.carechain.chat.attachment;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a user calls a file: shown and offered when saving, never a path and never a header of its own making. */
final class FileName {
    private static final int MAX = 200;
    private static final int MAX_ENDING = 20;
    /** Not named, or nothing is left of the name. */
    private static final String NAMELESS = "file";

    /** Control, format (also what turns the direction of writing) and private characters, halves of surrogate pairs, separators. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");
    /** What browsers write for line breaks and quotes in a form, and a NUL. */
    private static final Pattern ESCAPED = Pattern.compile("%(00|0[aAdD]|22)");
    /** What some system cannot have in a name. */
    private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"|?*]");

    private FileName() {}

    /** 1–200 characters. */
    static String cleaned(@Nullable String given) {
        if (given == null) return NAMELESS;
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String visible =
                UNSEEN.matcher(Normalizer.normalize(last, Normalizer.Form.NFC)).replaceAll("");
        String harmless = FORBIDDEN
                .matcher(ESCAPED.matcher(visible).replaceAll("_"))
                .replaceAll("_")
                .replaceAll("\\s+", " ")
                .replaceAll("^[. ]+|[. ]+$", "");
        return harmless.isEmpty() ? NAMELESS : shortened(harmless);
    }

    /** Keeps the ending: it says which program opens the file. */
    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= MAX) return name;
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && name.length() - dot <= MAX_ENDING ? name.substring(dot) : "";
        int keep = MAX - ending.codePointCount(0, ending.length());
        return name.substring(0, name.offsetByCodePoints(0, keep)).stripTrailing() + ending;
    }

    /** A Content-Disposition (RFC 6266) that has the name twice: in ASCII for old programs, and whole. */
    static String disposition(String name) {
        String ascii = name.replaceAll("[^ -~]", "_")
                .replace('%', '_')
                .replace('\\', '_')
                .replace('"', '_');
        String whole = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + whole;
    }
}
