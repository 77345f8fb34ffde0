/**
 * jobs-bridge-service: reads the job platform's application events from Kafka and has chat-service turn them into rooms and
 * system messages. It has no database; what was done already is chat-service's knowledge. The README has the package map.
 */
@NullMarked
package com.carechain.bridge;

import org.jspecify.annotations.NullMarked;
