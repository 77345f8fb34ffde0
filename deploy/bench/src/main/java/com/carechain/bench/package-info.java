/**
 * {@code ./carechain bench}: measures a running stack, or one of its own, and says what came out. The load is in
 * {@link com.carechain.bench.shape}, the figures go to {@link com.carechain.bench.report}.
 */
@NullMarked
package com.carechain.bench;

import org.jspecify.annotations.NullMarked;
