/**
 * The way to presence-service: tells it of sockets and typing in batches, hears of changes over Redis. Nothing here is waited for by
 * a message: without presence-service or Redis, chat goes on and everybody looks offline until they are back.
 */
@NullMarked
package com.carechain.chat.presence;

import org.jspecify.annotations.NullMarked;
