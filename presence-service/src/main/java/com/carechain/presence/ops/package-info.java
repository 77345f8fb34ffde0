/** What operators see: metric names and the API document's head. Knows no feature. */
@NullMarked
package com.carechain.presence.ops;

import org.jspecify.annotations.NullMarked;
