/**
 * The dead letter topic: parking what can never be delivered, bytes unchanged and acknowledged, and replaying it after a
 * fix. The one place of its header names.
 */
@NullMarked
package com.carechain.bridge.deadletter;

import org.jspecify.annotations.NullMarked;
