/**
 * The way to Redis: pipelines with a time limit, Lua scripts by their digest, and knowing when Redis is away. Nothing
 * about presence; {@code state} is its only user. A caller blocks, so it must be on a virtual thread.
 */
@NullMarked
package com.carechain.presence.redis;

import org.jspecify.annotations.NullMarked;
