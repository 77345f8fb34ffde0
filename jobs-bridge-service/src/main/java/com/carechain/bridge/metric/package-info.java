/** The one place of metric names; the README's table says what each is good for. */
@NullMarked
package com.carechain.bridge.metric;

import org.jspecify.annotations.NullMarked;
