/**
 * An interview as an entry for a calendar (iCalendar, RFC 5545), from what the room was told of it. Keeps nothing: the cards in
 * {@code message} are all there is. Uses {@code room} and {@code message}; nothing uses it.
 */
@NullMarked
package com.carechain.chat.interview;

import org.jspecify.annotations.NullMarked;
