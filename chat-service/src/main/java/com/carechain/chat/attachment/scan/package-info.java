/** The way to ClamAV, over its own protocol. Knows bytes only. */
@NullMarked
package com.carechain.chat.attachment.scan;

import org.jspecify.annotations.NullMarked;
