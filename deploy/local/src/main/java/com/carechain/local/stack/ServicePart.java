package com.carechain.local.stack;

import com.carechain.local.process.ChildProcess;
import com.carechain.local.process.ChildProcess.Launch;
import com.carechain.local.process.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One of our services as a process of its own.
 *
 * @param name of this replica, like {@code chat-service-2}
 * @param command starts it
 * @param environment what it needs to find the others; wins over what this process inherited
 */
record ServicePart(
        String name,
        List<String> command,
        int port,
        StateDirectory state,
        Map<String, String> environment,
        Duration startLimit)
        implements Part {

    /** A service finishes what is in flight (10 s) before it ends. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Running start() {
        var process = ChildProcess.start(new Launch(
                name, command, environment, state.directory(), state.log(name), StopSignal.TERM, STOP_LIMIT));
        return new RunningService(process, new Readiness(name, PortPlan.management(port), startLimit));
    }

    private record RunningService(ChildProcess process, Readiness readiness) implements Running {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public void awaitReady() {
            readiness.await(process);
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return process.onExit();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
