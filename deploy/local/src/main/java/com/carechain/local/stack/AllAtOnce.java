package com.carechain.local.stack;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs several blocking tasks beside each other. */
final class AllAtOnce {

    private static final int QUIET_SECONDS = 10;

    private AllAtOnce() {}

    /**
     * Returns when all are done, or throws the first failure at once, without waiting for the others. {@code whenQuiet}
     * runs when nothing has finished for a while.
     */
    static void run(Collection<Runnable> tasks, Runnable whenQuiet) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        CompletionService<Void> done = new ExecutorCompletionService<>(threads);
        List.copyOf(tasks).forEach(task -> done.submit(task, null));
        try {
            for (int left = tasks.size(); left > 0; ) {
                var next = done.poll(QUIET_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    whenQuiet.run();
                } else {
                    next.get();
                    left--;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("Interrupted", e);
        } finally {
            threads.shutdown();
        }
    }
}
