package com.carechain.local;

import com.carechain.local.stack.EnvFile;
import com.carechain.local.stack.StackLock;
import com.carechain.local.stack.StackStatus;
import com.carechain.local.stack.StackStatus.Line;
import com.carechain.local.stack.StateDirectory;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Exit code 0 when all is healthy, 1 when something is not, 3 when nothing runs (as service managers answer). */
@Command(name = "status", description = "What runs, where, and how healthy.")
final class StatusCommand implements Callable<Integer> {

    private static final int NOT_RUNNING = 3;

    @Override
    public Integer call() {
        StateDirectory state = StateDirectory.locate(System.getenv());
        if (!StackLock.isHeldByAnother(state)) {
            System.out.println("CareChain is not running. Start it with ./carechain up");
            return NOT_RUNNING;
        }
        EnvFile env = EnvFile.read(state.env());
        if (env.isEmpty()) {
            System.out.println("CareChain is starting.");
            return 1;
        }
        System.out.println("CareChain: " + env.get("CARECHAIN_URL") + "   data: " + state.directory() + "   logs: "
                + state.logs());
        List<Line> lines = new StackStatus(state).lines();
        for (Line line : lines) {
            System.out.printf("  %-21s pid %-8s %-16s %s%n", line.name(), line.pid(), line.health(), line.address());
        }
        return lines.stream().allMatch(Line::healthy) ? 0 : 1;
    }
}
