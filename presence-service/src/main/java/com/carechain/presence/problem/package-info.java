/** Refusals and how they look over HTTP: problem+json (RFC 9457). Knows no feature; every feature may throw from here. */
@NullMarked
package com.carechain.presence.problem;

import org.jspecify.annotations.NullMarked;
