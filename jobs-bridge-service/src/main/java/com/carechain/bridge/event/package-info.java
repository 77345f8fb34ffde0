/**
 * From a Kafka record to an {@link com.carechain.bridge.event.ApplicationEvent}, or to the reason why not. Knows
 * CloudEvents, the JSON Schemas and the bounds of the contract; knows nothing of chat or of delivery.
 * Neighbours: {@code card} writes messages from these events, {@code intake} and {@code deadletter} act on a
 * {@link com.carechain.bridge.event.Reading}.
 */
@NullMarked
package com.carechain.bridge.event;

import org.jspecify.annotations.NullMarked;
