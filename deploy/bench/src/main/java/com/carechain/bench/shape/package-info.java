/**
 * What is done to the system: one class per kind of load, each with the audit that tells whether its figures may be believed.
 * On top of {@link com.carechain.bench.socket}, {@link com.carechain.bench.stack} and {@link com.carechain.bench.measure}.
 */
@NullMarked
package com.carechain.bench.shape;

import org.jspecify.annotations.NullMarked;
