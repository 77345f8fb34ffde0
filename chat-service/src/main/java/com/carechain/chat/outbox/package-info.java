/**
 * Tells Kafka what was committed: rows of {@code outbox}, written in the change's own transaction by {@code room}, {@code message} and
 * {@code receipt}, are relayed in order per room, at least once, and deleted. Kafka may be down for as long as the disk lasts.
 */
@NullMarked
package com.carechain.chat.outbox;

import org.jspecify.annotations.NullMarked;
