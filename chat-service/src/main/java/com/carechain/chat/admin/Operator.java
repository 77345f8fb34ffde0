package com.carechain.chat.admin;

/**
 * The administrator who acts.
 *
 * @param address where the request came from, as far as it can be believed; see {@link ClientAddress}
 */
record Operator(String id, String name, String address) {}
