package com.carechain.local;

import com.carechain.local.process.ProgramLog;
import com.carechain.local.stack.Console;
import com.carechain.local.stack.Leftovers;
import com.carechain.local.stack.Settings;
import com.carechain.local.stack.Stack;
import com.carechain.local.stack.StackLock;
import com.carechain.local.stack.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything and stays until it is stopped. */
@Command(name = "up", description = "Starts everything; stop it with Ctrl-C or ./carechain down.")
final class UpCommand implements Callable<Integer> {

    /** Other programs wait for this line. */
    static final String READY = "CareChain is ready: ";

    @Option(names = "--detach", description = "Gives the shell back once everything is ready.")
    boolean detach;

    @Option(
            names = "--fresh",
            description = "Starts empty: removes all rooms, messages, files and topics, and the key.")
    boolean fresh;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "How many chat-services and presence-services to start (default 1).")
    int replicas = 1;

    @Override
    public Integer call() throws Exception {
        StateDirectory state = StateDirectory.locate(System.getenv());
        state.make();
        if (detach) {
            return new Detached(state).up(replicas, fresh);
        }
        var console = new Console(System.out);
        var lock = StackLock.take(state);
        var settings = Settings.of(System.getenv(), replicas);
        new Leftovers(state).end();
        if (fresh) {
            state.clear(settings.external());
        }
        logTo(state);
        Stack stack = Stack.start(settings, state, console);
        console.say(READY + stack.url());
        console.say(whatToTry(stack.url()));
        // Ended by a signal; the shutdown hook stops everything.
        new CountDownLatch(1).await();
        throw new AssertionError(lock);
    }

    private static void logTo(StateDirectory state) throws IOException {
        StateDirectory.startAnew(state.log("gateway"));
        ProgramLog.writeTo(Files.newOutputStream(state.log("gateway")), Level.WARNING);
    }

    private static String whatToTry(String url) {
        return """
                Open the page        %s/
                Show the main job    ./carechain publish deploy/local/examples/*.json
                Read and try REST    %s/dev/docs/
                A token to try it    ./carechain token candidate-ana --role candidate --name "Ana Duarte"
                What runs where      ./carechain status
                Stop                 Ctrl-C here, or ./carechain down
                """.indent(2).stripTrailing().formatted(url, url);
    }
}
