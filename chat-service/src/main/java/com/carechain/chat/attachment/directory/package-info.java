/** Attachments as files of a directory, which all replicas share. */
@NullMarked
package com.carechain.chat.attachment.directory;

import org.jspecify.annotations.NullMarked;
