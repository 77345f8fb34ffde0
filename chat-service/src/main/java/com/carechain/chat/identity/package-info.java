/** Who is calling: the verified token as a {@link com.carechain.chat.identity.Caller}. Knows nothing of rooms. */
@NullMarked
package com.carechain.chat.identity;

import org.jspecify.annotations.NullMarked;
