package com.carechain.local.stack;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** An embedded server; its start returns when it answers. */
record ServerPart<S extends AutoCloseable>(
        String name,
        String address,
        Supplier<S> starter,
        ToLongFunction<S> pidOf,
        Function<S, CompletableFuture<Integer>> exitOf)
        implements Part {

    @Override
    public Running start() {
        S server = starter.get();
        return new Running() {
            @Override
            public long pid() {
                return pidOf.applyAsLong(server);
            }

            @Override
            public void awaitReady() {
                // It is, or its start would have failed.
            }

            @Override
            public CompletableFuture<Integer> onExit() {
                return exitOf.apply(server);
            }

            @Override
            public void close() {
                try {
                    server.close();
                } catch (Exception e) {
                    throw new IllegalStateException(name + " did not stop: " + e.getMessage(), e);
                }
            }
        };
    }
}
