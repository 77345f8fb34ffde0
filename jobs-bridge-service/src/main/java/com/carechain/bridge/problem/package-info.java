/** Refusals and faults as RFC 9457 problem+json: one family, one set of mappers, never a Java name. */
@NullMarked
package com.carechain.bridge.problem;

import org.jspecify.annotations.NullMarked;
