/** Who shares a room with whom: asked of chat-service, which owns the rooms, and remembered for some seconds. */
@NullMarked
package com.carechain.presence.contacts;

import org.jspecify.annotations.NullMarked;
