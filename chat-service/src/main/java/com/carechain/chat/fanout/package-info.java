/**
 * From a committed change to every open socket: on this replica by {@link com.carechain.chat.fanout.RoomChannel}, on the others over
 * Redis. Redis is a hint only: {@code rev} has no holes, so whoever sees a jump reads PostgreSQL, and a slow sweep finds what no hint
 * told of. Knows subscribers and frames as text; knows neither sockets nor SQL.
 *
 * <p>Locking: a {@code RoomChannel} is its own monitor; under it only in-memory offers to subscribers are made, never I/O.
 */
@NullMarked
package com.carechain.chat.fanout;

import org.jspecify.annotations.NullMarked;
