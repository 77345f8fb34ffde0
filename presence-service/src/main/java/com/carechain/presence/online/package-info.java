/** The users' endpoint: how their contacts are doing. Asks {@code contacts} whom they may see and {@code state} how those are. */
@NullMarked
package com.carechain.presence.online;

import org.jspecify.annotations.NullMarked;
