/**
 * The WebSocket endpoints: who may open one, what its frames mean, and what reaches it. Handlers run on the event
 * loop and return at once; everything that waits for a database runs on a virtual thread. Sits on top of all other packages;
 * nothing imports it.
 */
@NullMarked
package com.carechain.chat.socket;

import org.jspecify.annotations.NullMarked;
