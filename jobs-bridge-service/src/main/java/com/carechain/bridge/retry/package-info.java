/** How long to wait before trying again. One rule for every neighbour: exponential with full jitter. */
@NullMarked
package com.carechain.bridge.retry;

import org.jspecify.annotations.NullMarked;
