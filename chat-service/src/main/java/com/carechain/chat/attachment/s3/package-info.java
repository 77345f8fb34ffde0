/** Attachments as objects of a bucket: Amazon S3, or whatever speaks its language. */
@NullMarked
package com.carechain.chat.attachment.s3;

import org.jspecify.annotations.NullMarked;
