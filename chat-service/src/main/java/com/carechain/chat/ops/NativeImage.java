package com.carechain.chat.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a native image has to be told of libraries: the classes that they look up by name. */
@RegisterForReflection(
        // quarkus.jackson.property-naming-strategy
        targets = PropertyNamingStrategies.SnakeCaseStrategy.class,
        // Caffeine's class for a cache with a weigher (NewestPages); Quarkus registers those of the usual settings.
        classNames = "com.github.benmanes.caffeine.cache.SSMW")
final class NativeImage {

    private NativeImage() {}
}
