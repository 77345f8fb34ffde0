/**
 * The local stack: {@code ./carechain up} and its companions, one class per command. What they are made of is in the
 * packages beneath: {@code server} and {@code identity} (also used by every module's tests), {@code gateway},
 * {@code stack} and {@code publish}.
 */
@NullMarked
package com.carechain.local;

import org.jspecify.annotations.NullMarked;
