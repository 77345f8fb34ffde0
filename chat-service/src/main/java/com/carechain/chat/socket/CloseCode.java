package com.carechain.chat.socket;

/** Why the service closes a socket, and what the client should do; part of PROTOCOL.md. */
enum CloseCode {
    /** Binary frame: the protocol is JSON text. Do not repeat. */
    BINARY(1003, "text frames only"),
    /** Text that is not UTF-8. Do not repeat. */
    NOT_UTF8(1007, "not UTF-8"),
    /** Larger than the frame limit. Do not repeat. */
    TOO_BIG(1009, "frame too big"),
    /** This server is going away. Reconnect, to another one, after a random pause. */
    GOING_AWAY(1012, "server is going away"),
    /** Too much to do. Reconnect after a while. */
    OVERLOADED(1013, "overloaded"),
    /** The token has ended. Get a new one, then reconnect. */
    EXPIRED(4001, "token expired"),
    /** Not a member any more. Do not reconnect. */
    NO_LONGER_ALLOWED(4003, "no longer allowed"),
    /** The client goes on sending although it is refused. Reconnect after a pause. */
    TOO_FAST(4008, "too fast"),
    /** The client does not read what it is sent. Reconnect and resume. */
    READS_TOO_SLOWLY(4009, "reads too slowly"),
    /** The user has too many sockets. Close one first. */
    TOO_MANY_SOCKETS(4011, "too many sockets");

    private final short code;
    private final String text;

    CloseCode(int code, String text) {
        this.code = (short) code;
        this.text = text;
    }

    short code() {
        return code;
    }

    String text() {
        return text;
    }
}
