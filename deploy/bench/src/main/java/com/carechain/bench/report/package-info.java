/** What came out: figures with their faults, as a table for people and as JSON for programs. Knows nothing of how it was measured. */
@NullMarked
package com.carechain.bench.report;

import org.jspecify.annotations.NullMarked;
