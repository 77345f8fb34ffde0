/**
 * Pictures: their size from their first bytes, a copy without what the camera wrote about place and person, and a thumbnail. The
 * pixels stay as they are: nothing is compressed anew. Knows nothing of rooms or storage.
 */
@NullMarked
package com.carechain.chat.attachment.image;

import org.jspecify.annotations.NullMarked;
