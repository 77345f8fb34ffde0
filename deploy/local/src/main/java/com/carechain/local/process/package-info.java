/**
 * Child processes that end with this JVM, and the ports they listen on. Knows nothing of what runs in them: the
 * servers are in {@code server}, the services of CareChain in {@code stack}.
 */
@NullMarked
package com.carechain.local.process;

import org.jspecify.annotations.NullMarked;
