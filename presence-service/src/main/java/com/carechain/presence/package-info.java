/**
 * Who is online and who is typing, in Redis alone.
 *
 * <p>Dependencies run one way: {@code internal}, {@code online} and {@code sweep} use {@code state}, which uses
 * {@code redis}; {@code online} also uses {@code contacts}. {@code problem} and {@code ops} know no feature.
 */
@NullMarked
package com.carechain.presence;

import org.jspecify.annotations.NullMarked;
