/**
 * Everything that {@code ./carechain up} starts, in which order, how it is watched and what is written down about it.
 * Uses {@code server} for PostgreSQL, Redis and Kafka, {@code gateway} for the front door and {@code process} for the
 * services' own processes. The commands in the package above talk to {@link com.carechain.local.stack.Stack} and
 * {@link com.carechain.local.stack.StateDirectory}.
 */
@NullMarked
package com.carechain.local.stack;

import org.jspecify.annotations.NullMarked;
