/**
 * Every setting of this service, documented and checked at start: {@code carechain.bridge.*} here, and the maps the Kafka
 * clients are opened with, which let every {@code kafka.*} property through.
 */
@NullMarked
package com.carechain.bridge.settings;

import org.jspecify.annotations.NullMarked;
