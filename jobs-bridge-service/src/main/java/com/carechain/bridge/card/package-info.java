/**
 * The hiring vocabulary: which words and which card a person sees for an {@code ApplicationEvent}. The only place that
 * knows status words and date wording; chat-service stores what is written here and looks no further. Pure: no clock, no
 * network.
 */
@NullMarked
package com.carechain.bridge.card;

import org.jspecify.annotations.NullMarked;
