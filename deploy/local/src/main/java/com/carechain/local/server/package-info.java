/**
 * Real PostgreSQL, Redis and Kafka on this machine, without Docker and without root: what {@code ./carechain up} and
 * the tests of every module start. Each server is a child process (see {@code process}) with its data and its log in a
 * directory of the caller's choice.
 */
@NullMarked
package com.carechain.local.server;

import org.jspecify.annotations.NullMarked;
