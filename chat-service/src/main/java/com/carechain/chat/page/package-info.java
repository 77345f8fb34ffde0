/**
 * The page and the client library, whose files are in {@code META-INF/resources}: whether they are served, and what the page is told
 * about this installation. Uses {@code ops} and {@code problem}; nothing uses it.
 */
@NullMarked
package com.carechain.chat.page;

import org.jspecify.annotations.NullMarked;
