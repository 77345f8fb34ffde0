/**
 * What administrators see and do, under {@code /api/messaging/admin/}: every room and message, redaction, closing, the audit and the
 * overview. Reads go through {@link com.carechain.chat.admin.Inspection}, changes through {@link com.carechain.chat.admin.Moderation};
 * both write their line of the audit in the same transaction. Owns the tables {@code admin_audit}, {@code replica} and
 * {@code messages_by_hour}; asks {@code room} and {@code message} for the rest and hands committed changes to {@code fanout}. Nothing
 * imports it.
 */
@NullMarked
package com.carechain.chat.admin;

import org.jspecify.annotations.NullMarked;
