package com.carechain.local;

import com.carechain.local.process.AtExit;
import com.carechain.local.process.ProgramLog;
import com.carechain.local.stack.Disk;
import com.carechain.local.stack.StateDirectory;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The commands behind the {@code carechain} script; it adds {@code test} and {@code bench}, which are Maven's work. */
@Command(
        name = "carechain",
        description = "CareChain Messaging on this machine, without Docker.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            PublishCommand.class,
            IdentityCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        ProgramLog.install();
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler(new OneMessage())
                .execute(args));
    }

    /** A message instead of a stack trace; what is unexpected keeps its trace, because somebody has to find it. */
    private static final class OneMessage implements IExecutionExceptionHandler {

        @Override
        public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
            if (AtExit.hasBegun()) {
                // Stopped in the middle of something; that it failed then is no news.
                return CommandLine.ExitCode.SOFTWARE;
            }
            StateDirectory state = StateDirectory.locate(System.getenv());
            System.err.println(Disk.explain(failure, state.directory()).orElseGet(() -> message(failure)));
            return CommandLine.ExitCode.SOFTWARE;
        }

        /** What our own code says is written for the caller; anything else is a mistake of ours to be found. */
        private static String message(Exception failure) {
            boolean forTheCaller = failure.getClass().getName().startsWith("com.carechain.")
                    || failure instanceof UncheckedIOException
                    || failure instanceof IllegalStateException;
            if (!forTheCaller) {
                failure.printStackTrace();
            }
            return String.valueOf(failure.getMessage());
        }
    }
}
