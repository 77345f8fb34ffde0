/** Wiring, start and stop, health, and the published AsyncAPI document: what operators and tools see. */
@NullMarked
package com.carechain.bridge.ops;

import org.jspecify.annotations.NullMarked;
