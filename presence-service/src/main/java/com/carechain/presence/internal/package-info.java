/** The API for chat-service: sockets opened, alive and closed, activity, typing, and how people are doing. Translates only. */
@NullMarked
package com.carechain.presence.internal;

import org.jspecify.annotations.NullMarked;
