package com.carechain.bridge.deadletter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Both fields may be missing, and so may the body.
 *
 * @param limit records at most, 1 to {@code carechain.bridge.replay.max-limit}
 * @param dryRun only tell what would be replayed
 */
@RegisterForReflection
public record ReplayRequest(
        @Nullable Integer limit, @Nullable Boolean dryRun) {}
