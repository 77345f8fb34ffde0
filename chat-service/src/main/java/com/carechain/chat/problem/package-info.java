/** Refusals: what the service says no to, with one code each, and the one place that makes them problem+json (RFC 9457). */
@NullMarked
package com.carechain.chat.problem;

import org.jspecify.annotations.NullMarked;
