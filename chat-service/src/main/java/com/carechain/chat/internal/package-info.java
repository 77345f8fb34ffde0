/** What the other services ask of this one, with a service token; never routed from outside. */
@NullMarked
package com.carechain.chat.internal;

import org.jspecify.annotations.NullMarked;
