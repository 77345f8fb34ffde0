package com.carechain.presence.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a native image has to be told of libraries: the classes that they look up by name. */
// quarkus.jackson.property-naming-strategy
@RegisterForReflection(targets = PropertyNamingStrategies.SnakeCaseStrategy.class)
final class NativeImage {

    private NativeImage() {}
}
