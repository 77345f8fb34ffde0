/**
 * The whole system as its users see it: started by {@code up}'s own launcher, on the packaged services, with real
 * PostgreSQL, Redis and Kafka. Few tests, each a story; details are tested in the modules.
 */
package com.carechain.system;
