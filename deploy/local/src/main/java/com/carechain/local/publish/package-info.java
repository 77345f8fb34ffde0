/**
 * The job platform's part: hands CloudEvents to Kafka, from files ({@code ./carechain publish}) or from the page
 * ({@link com.carechain.local.publish.DevEvents}, one more endpoint of {@code identity}).
 */
@NullMarked
package com.carechain.local.publish;

import org.jspecify.annotations.NullMarked;
