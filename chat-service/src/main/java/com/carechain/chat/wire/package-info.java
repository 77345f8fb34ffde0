/**
 * The shapes that clients see, as PROTOCOL.md and OpenAPI describe them: rooms, messages, and the frames of the sockets. Pure data:
 * every package may speak it, it knows none of them.
 */
@NullMarked
package com.carechain.chat.wire;

import org.jspecify.annotations.NullMarked;
