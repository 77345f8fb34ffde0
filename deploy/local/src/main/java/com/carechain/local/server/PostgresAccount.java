package com.carechain.local.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. For root (containers, some CI machines) it runs in a user namespace of its own, or
 * where the machine allows none as the user "nobody", who then owns the data directory.
 */
enum PostgresAccount {
    /** An ordinary user: nothing to do. */
    CALLER(List.of()),
    /** Seen from inside the process is not root; outside it is still the owner of its files. */
    USER_NAMESPACE(List.of("unshare", "-U")),
    /** May still pass through directories that only root may enter, such as root's home. */
    NOBODY(List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override"));

    private static final Integer NOBODY_ID = 65534;
    private static final Integer ROOT_ID = 0;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> prefix;

    PostgresAccount(List<String> prefix) {
        this.prefix = prefix;
    }

    static PostgresAccount choose() {
        if (!isRoot()) {
            return CALLER;
        }
        return Stream.of(USER_NAMESPACE, NOBODY)
                .filter(PostgresAccount::works)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run as root, and this machine allows"
                        + " neither user namespaces nor setpriv. Run as an ordinary user, or set POSTGRES_JDBC_URL to a"
                        + " server of yours."));
    }

    ProgramCache programs() {
        return this == NOBODY ? ProgramCache.ofMachine() : ProgramCache.ofUser();
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** The server wants to own its data directory; the last start may have been under another account. */
    void own(Path directory) throws IOException {
        if (this == CALLER) {
            return;
        }
        Integer wanted = this == NOBODY ? NOBODY_ID : ROOT_ID;
        if (wanted.equals(Files.getAttribute(directory, "unix:uid"))) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            // The directory itself last: it says that all of it is done.
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.setAttribute(file, "unix:gid", wanted);
                Files.setAttribute(file, "unix:uid", wanted);
            }
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private boolean works() {
        try {
            Process probe = new ProcessBuilder(command(List.of("true")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
