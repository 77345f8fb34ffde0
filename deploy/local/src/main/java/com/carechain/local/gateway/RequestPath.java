package com.carechain.local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The decoded segments of a request's path. Paths that different programs might read differently have no reading here:
 * that is how allow-lists are bypassed ({@code ..;}, {@code %2e%2e}, {@code //}, doubly encoded slashes).
 */
record RequestPath(List<String> segments) {

    private static final String REFUSED_WHEN_ENCODED = "/\\%;.";
    private static final char REPLACEMENT = '\uFFFD';

    /** {@code uri} as it stands in the request line. Empty for anything but a plain, absolute path. */
    static Optional<RequestPath> of(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (!path.startsWith("/") || !path.chars().allMatch(RequestPath::isPlain)) {
            return Optional.empty();
        }
        String inner = path.substring(1, path.endsWith("/") && path.length() > 1 ? path.length() - 1 : path.length());
        if (inner.isEmpty()) {
            return path.equals("/") ? Optional.of(new RequestPath(List.of())) : Optional.empty();
        }
        List<String> raw = List.of(inner.split("/", -1));
        if (!raw.stream().allMatch(RequestPath::hasOneReading)) {
            return Optional.empty();
        }
        return Optional.of(new RequestPath(raw.stream().map(RequestPath::decode).toList()));
    }

    boolean startsWith(String... first) {
        return segments.size() >= first.length
                && segments.subList(0, first.length).equals(List.of(first));
    }

    String first() {
        return segments.isEmpty() ? "" : segments.getFirst();
    }

    private static boolean isPlain(int character) {
        return character > ' ' && character < 0x7F && character != ';' && character != '\\' && character != '#';
    }

    private static boolean hasOneReading(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return false;
        }
        for (int i = segment.indexOf('%'); i >= 0; i = segment.indexOf('%', i + 1)) {
            if (i + 3 > segment.length() || !isHarmless(segment.substring(i + 1, i + 3))) {
                return false;
            }
        }
        return decode(segment).indexOf(REPLACEMENT) < 0;
    }

    private static boolean isHarmless(String hex) {
        if (!hex.chars().allMatch(digit -> Character.digit(digit, 16) >= 0)) {
            return false;
        }
        int character = Integer.parseInt(hex, 16);
        return character >= ' ' && character != 0x7F && REFUSED_WHEN_ENCODED.indexOf(character) < 0;
    }

    private static String decode(String segment) {
        // A plus means a space in forms only, not in paths.
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
