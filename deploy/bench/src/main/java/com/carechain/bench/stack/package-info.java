/**
 * The running stack that is measured: where it is, who speaks to it, which rooms it has, what its database holds. Used by
 * {@link com.carechain.bench.shape}.
 */
@NullMarked
package com.carechain.bench.stack;

import org.jspecify.annotations.NullMarked;
