/**
 * The way to presence-service: tells it of sockets and typing in batches, hears of changes over Redis. Nothing here is waited for by
 * a message: without presence-service or Redis, chat goes on and everybody looks offline until they are back.
 *
 * <p>A room's socket is welcomed with where its people are. Who is active on a socket of this replica, or was a moment ago, is online,
 * which needs no question; for all others the welcome waits a moment for presence-service.
 */
@NullMarked
package com.carechain.chat.presence;

import org.jspecify.annotations.NullMarked;
