/**
 * chat-service as this service sees it: our copy of its wire records, the call with its token and time limit, what an
 * answer means, and the gate that spares a chat-service in trouble. Neighbours: {@code card} writes what is sent,
 * {@code intake} calls.
 */
@NullMarked
package com.carechain.bridge.chat;

import org.jspecify.annotations.NullMarked;
