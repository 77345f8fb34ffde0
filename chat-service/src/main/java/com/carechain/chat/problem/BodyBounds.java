package com.carechain.chat.problem;

import com.carechain.chat.ops.ChatConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** How large a request's body may be, by where it goes. */
@ApplicationScoped
class BodyBounds {
    /** A batch of a hundred application events with the longest texts and cards. */
    private static final int INTERNAL_BYTES = 8 * 1024 * 1024;
    /** What multipart/form-data adds to a file: boundaries, headers, a few small fields. */
    private static final int FORM_BYTES = 64 * 1024;

    private static final int BEHIND_BYTES = 1024 * 1024;

    private static final Pattern UPLOAD = Pattern.compile("/api/messaging/rooms/[^/]+/attachments/?");
    private final int bytes;
    private final long fileBytes;

    BodyBounds(ChatConfig config) {
        this.bytes = config.limits().bodyBytes();
        this.fileBytes = config.attachments().maxBytes();
    }

    /** Of a body that says its length: it is refused with an answer. */
    long said(String path) {
        return isUpload(path) ? fileBytes + FORM_BYTES : path.startsWith("/internal/") ? INTERNAL_BYTES : bytes;
    }

    /** Of a body that does not: the connection is cut. */
    long unsaid(String path) {
        // whoever reads an upload counts, and refuses with an answer; this is behind that
        return isUpload(path) ? fileBytes + BEHIND_BYTES : INTERNAL_BYTES;
    }

    String tooLarge(String path) {
        return isUpload(path)
                ? "A file may have at most " + fileBytes + " bytes."
                : "A request may have at most " + said(path) + " bytes.";
    }

    private static boolean isUpload(String path) {
        return UPLOAD.matcher(path).matches();
    }
}
