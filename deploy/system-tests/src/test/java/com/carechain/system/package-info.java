/**
 * The whole system as its users see it: started by {@code up}'s own launcher, on the packaged services, with real
 * PostgreSQL, Redis and Kafka. Few tests, each a story; details are tested in the modules.
 * {@code Page…Test} look at the page in a browser, {@code ClientLibraryTest} runs the client library's tests; both share one stack.
 */
package com.carechain.system;
