package com.carechain.local;

import com.carechain.local.stack.Leftovers;
import com.carechain.local.stack.StackLock;
import com.carechain.local.stack.StateDirectory;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops a stack that runs, also one in another terminal. */
@Command(name = "down", description = "Stops everything. The data stays.")
final class DownCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 100;

    @Override
    public Integer call() throws InterruptedException {
        StateDirectory state = StateDirectory.locate(System.getenv());
        if (!StackLock.isHeldByAnother(state)) {
            int left = new Leftovers(state).end();
            state.forgetRun();
            System.out.println(
                    left == 0 ? "CareChain is not running." : "Stopped " + left + " processes that were left over.");
            return 0;
        }
        StackLock.holder(state).ifPresent(ProcessHandle::destroy);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (StackLock.isHeldByAnother(state) && System.nanoTime() - end < 0) {
            Thread.sleep(POLL_MILLIS);
        }
        if (StackLock.isHeldByAnother(state)) {
            StackLock.holder(state).ifPresent(ProcessHandle::destroyForcibly);
            System.err.println(
                    "CareChain did not stop within " + LIMIT.toSeconds() + " s and was killed. See " + state.logs());
            return 1;
        }
        System.out.println("CareChain has stopped.");
        return 0;
    }
}
