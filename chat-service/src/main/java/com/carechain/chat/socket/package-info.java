/**
 * The WebSocket endpoints: who may open one, what its frames mean, and what reaches it. Handlers return at once (the framework reads
 * without bound while one is busy); everything that waits for a database runs on a virtual thread. Sits on top of all other packages;
 * nothing imports it.
 */
@NullMarked
package com.carechain.chat.socket;

import org.jspecify.annotations.NullMarked;
