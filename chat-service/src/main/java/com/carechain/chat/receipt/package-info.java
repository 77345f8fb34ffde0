/**
 * How far each member has received and read: high-water marks that only rise, gathered and written in batches. Owns the mark columns
 * of {@code member}. Unread is derived from them, never counted apart.
 */
@NullMarked
package com.carechain.chat.receipt;

import org.jspecify.annotations.NullMarked;
