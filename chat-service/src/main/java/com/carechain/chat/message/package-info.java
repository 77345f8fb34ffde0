/**
 * Messages: from the words of a client to a committed row and back. The write path is {@link com.carechain.chat.message.WriteLanes}
 * → {@link com.carechain.chat.message.MessageBatch}; reading is {@link com.carechain.chat.message.Messages}. Owns the table
 * {@code message} and the counters of {@code room}. Uses {@code room} and {@code attachment}, hands what is committed to {@code fanout}
 * and tells {@code presence} who types no more.
 */
@NullMarked
package com.carechain.chat.message;

import org.jspecify.annotations.NullMarked;
