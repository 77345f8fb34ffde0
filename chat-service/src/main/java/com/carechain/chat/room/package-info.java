/**
 * Rooms and their two members: made once per application (or per candidate, employer and job), listed, looked up. Owns the
 * tables {@code room} and {@code member}, but for the counters and marks that a message or a receipt moves in its own statement.
 * Used by {@code message}, {@code receipt} and {@code socket}; uses none of them.
 */
@NullMarked
package com.carechain.chat.room;

import org.jspecify.annotations.NullMarked;
