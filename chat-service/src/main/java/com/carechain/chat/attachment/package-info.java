/**
 * Files that people put into rooms. An upload ({@link com.carechain.chat.attachment.UploadResource}) comes in as a stream, is told
 * by its bytes what it is, freed of where it was photographed, stored, and waits for the message that names it; a download
 * ({@link com.carechain.chat.attachment.DownloadResource}) is for members alone. Owns the tables {@code attachment} and
 * {@code attachment_quota}, and the bytes in a {@link com.carechain.chat.attachment.Storage}: {@code directory} or {@code s3}.
 * {@code image} cleans and shrinks pictures, {@code scan} asks ClamAV. Uses {@code room}; {@code message} uses it
 * ({@link com.carechain.chat.attachment.Shown}) and gives it {@link com.carechain.chat.attachment.Carriers}.
 */
@NullMarked
package com.carechain.chat.attachment;

import org.jspecify.annotations.NullMarked;
