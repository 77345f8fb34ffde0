package com.carechain.bench.shape;

import com.carechain.bench.report.Result;
import java.util.List;

/** One load, and what came of it. */
public interface Shape {

    /** As {@code --shape} takes it. */
    String name();

    /** One line for {@code --help} and the progress. */
    String description();

    /** Whether this stack can show it. */
    default boolean fits(Bench bench) {
        return true;
    }

    /** Whether it reads the memory of a JVM whose heap has not grown yet, and so runs before the priming. */
    default boolean wantsFreshJvm() {
        return false;
    }

    List<Result> run(Bench bench);
}
