package com.carechain.local.stack;

import java.util.concurrent.CompletableFuture;

/** One process of the stack, as something that can be started again. */
interface Part {

    /** Like {@code chat-service-2}. */
    String name();

    /** For people: like {@code http://127.0.0.1:8081}. */
    String address();

    /** Blocks no longer than its own time limit; throws when it cannot start. */
    Running start();

    /** A started process; {@link #close} stops it. */
    interface Running extends AutoCloseable {

        long pid();

        /** Returns when it answers; throws when it ends or takes too long. */
        void awaitReady();

        /** Completes with the exit code. */
        CompletableFuture<Integer> onExit();

        @Override
        void close();
    }
}
