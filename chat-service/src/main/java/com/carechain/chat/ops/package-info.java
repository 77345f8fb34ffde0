/** What operators see and set: configuration, time, health, metrics. Every package may use it; it uses none. */
@NullMarked
package com.carechain.chat.ops;

import org.jspecify.annotations.NullMarked;
