package com.carechain.bench;

import com.carechain.bench.report.Machine;
import com.carechain.bench.report.Report;
import com.carechain.bench.report.Result;
import com.carechain.bench.shape.Bench;
import com.carechain.bench.shape.Bench.Timing;
import com.carechain.bench.shape.Shape;
import com.carechain.bench.shape.Shapes;
import com.carechain.bench.stack.NotMeasurable;
import com.carechain.bench.stack.OwnStack;
import com.carechain.bench.stack.Target;
import com.carechain.local.process.ProgramLog;
import com.carechain.local.stack.EnvFile;
import com.carechain.local.stack.StateDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command. Exit code 0: measured and sound; 1: measured, and something was lost, doubled or out of order, or nothing could be measured. */
@Command(
        name = "carechain bench",
        mixinStandardHelpOptions = true,
        description = "Measures the running stack, or a fresh one of its own when none runs.")
public final class Main implements Callable<Integer> {

    @Option(
            names = "--shape",
            split = ",",
            paramLabel = "NAME",
            description = "Only these, or \"all\"; --list names them.")
    List<String> names = List.of();

    @Option(names = "--list", description = "Names the shapes.")
    boolean list;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Chat and presence replicas of the own stack (default 1).")
    int replicas = 1;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "What counts of each shape (default 10).")
    int duration = 10;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Before it (default 3).")
    int warmUp = 3;

    @Option(
            names = "--prime",
            paramLabel = "SECONDS",
            description = "Load before the first shape, until the services are compiled (default 30).")
    int prime = 30;

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            description = "Of counts of sockets, events and rows, up to 1 (default 1).")
    double scale = 1;

    @Option(names = "--json", description = "Prints JSON in place of the table.")
    boolean json;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where the result files go (default deploy/bench/results).")
    Path results = Path.of("deploy/bench/results");

    public static void main(String[] args) {
        ProgramLog.install();
        ProgramLog.writeTo(OutputStream.nullOutputStream(), Level.OFF);
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof NotMeasurable) {
                        System.err.println(failure.getMessage());
                    } else {
                        failure.printStackTrace();
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Shapes.all().forEach(shape -> System.out.printf("%-16s %s%n", shape.name(), shape.description()));
            return 0;
        }
        requireBounds();
        List<Shape> shapes = chosen();
        StateDirectory usual = StateDirectory.locate(System.getenv());
        if (!EnvFile.read(usual.env()).isEmpty()) {
            say("Measuring the stack that runs in " + usual.directory());
            return measure(usual, shapes);
        }
        say("Starting a stack of its own");
        try (OwnStack own = OwnStack.start(usual, replicas, Map.of())) {
            return measure(own.state(), shapes);
        }
    }

    private int measure(StateDirectory state, List<Shape> shapes) throws IOException {
        Target target = Target.of(state);
        List<Result> measured = new ArrayList<>();
        try (var bench =
                new Bench(target, new Timing(Duration.ofSeconds(warmUp), Duration.ofSeconds(duration), scale))) {
            boolean primed = false;
            for (Shape shape : shapes) {
                if (!shape.fits(bench)) {
                    continue;
                }
                if (!primed && !shape.wantsFreshJvm()) {
                    say("%-16s %s".formatted("prime", "load until the services are compiled"));
                    bench.prime(Duration.ofSeconds(prime));
                    primed = true;
                }
                say("%-16s %s".formatted(shape.name(), shape.description()));
                measured.addAll(result(shape, bench));
            }
        }
        var report = new Report(
                Instant.now(),
                Machine.here(),
                version(state.root()),
                target.chat().size(),
                options(),
                measured);
        Path written = report.write(state.root().resolve(results));
        System.out.println(json ? report.json() : report.table());
        say("Written: " + written);
        return report.isSound() ? 0 : 1;
    }

    /** One shape that cannot be measured does not take the others with it, but the run has failed. */
    private static List<Result> result(Shape shape, Bench bench) {
        try {
            return shape.run(bench);
        } catch (NotMeasurable e) {
            say("  " + e.getMessage());
            return List.of(new Result("Not measured", shape.name(), Map.of(), Map.of("not_measured", 1)));
        }
    }

    private void requireBounds() {
        if (duration < 1 || duration > 600 || warmUp < 0 || warmUp > 600 || prime < 0 || prime > 600) {
            throw new NotMeasurable("--duration is 1 to 600 seconds, --warm-up and --prime 0 to 600.");
        }
        if (!(scale > 0 && scale <= 1) || replicas < 1 || replicas > 8) {
            throw new NotMeasurable("--scale is above 0 and at most 1, --replicas 1 to 8.");
        }
    }

    private List<Shape> chosen() {
        if (names.isEmpty()) {
            return Shapes.usual();
        }
        if (names.equals(List.of("all"))) {
            return Shapes.all();
        }
        List<Shape> chosen = Shapes.all().stream()
                .filter(shape -> names.contains(shape.name()))
                .toList();
        if (chosen.size() < names.size()) {
            throw new NotMeasurable("--shape is one of "
                    + Shapes.all().stream().map(Shape::name).collect(Collectors.joining(", ")) + " or all.");
        }
        return chosen;
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("duration", Integer.toString(duration));
        options.put("warm-up", Integer.toString(warmUp));
        options.put("prime", Integer.toString(prime));
        options.put("scale", Double.toString(scale));
        return options;
    }

    private static String version(Path root) {
        try {
            Process git = new ProcessBuilder("git", "-C", root.toString(), "describe", "--always", "--dirty").start();
            return new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Beside the result, so that {@code --json} can be piped. */
    private static void say(String text) {
        System.err.println(text);
    }
}
