package com.carechain.local;

import com.carechain.local.stack.LogFollower;
import com.carechain.local.stack.StartFailed;
import com.carechain.local.stack.StateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the end of the logs and what is added to them, until Ctrl-C. */
@Command(name = "logs", description = "Follows the logs, of one service or of all.")
final class LogsCommand implements Callable<Integer> {

    private static final int POLL_MILLIS = 250;
    /** Not part of the running system. */
    private static final Set<String> ON_REQUEST = Set.of("build", "up");

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "chat-service, presence-service, jobs-bridge-service, gateway, postgres, redis or kafka.")
    @Nullable
    String service;

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines of the past to show (default 20).")
    int lines = 20;

    @Option(names = "--no-follow", description = "Ends after the lines of the past.")
    boolean once;

    @Override
    public Integer call() throws InterruptedException {
        StateDirectory state = StateDirectory.locate(System.getenv());
        Map<String, Path> logs = state.existingLogs();
        if (service != null && !logs.containsKey(service)) {
            throw new StartFailed("There is no log of \"" + service + "\". There are: "
                    + (logs.isEmpty() ? "none yet" : String.join(", ", logs.keySet())));
        }
        List<LogFollower> followers = logs.entrySet().stream()
                .filter(log -> service == null
                        ? !ON_REQUEST.contains(log.getKey())
                        : log.getKey().equals(service))
                .map(log -> new LogFollower(log.getValue(), service == null ? log.getKey() + " | " : ""))
                .toList();
        followers.forEach(follower -> follower.skipToLast(lines));
        do {
            followers.forEach(follower -> follower.copyTo(System.out));
            Thread.sleep(once ? 0 : POLL_MILLIS);
        } while (!once);
        return 0;
    }
}
