/** {@code ./carechain publish}: hands CloudEvents from files to Kafka, as the job platform would. */
@NullMarked
package com.carechain.local.publish;

import org.jspecify.annotations.NullMarked;
