/**
 * What is read off the operating system and the clock: CPU seconds, memory, latencies. Knows nothing of chat; used by
 * {@link com.carechain.bench.shape}.
 */
@NullMarked
package com.carechain.bench.measure;

import org.jspecify.annotations.NullMarked;
