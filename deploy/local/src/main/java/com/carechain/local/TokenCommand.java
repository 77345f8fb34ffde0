package com.carechain.local;

import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.stack.StartFailed;
import com.carechain.local.stack.StateDirectory;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Works without a running stack: the key is a file. */
@Command(name = "token", description = "Prints a token for the local stack, valid for 8 hours.")
final class TokenCommand implements Callable<Integer> {

    private static final Duration LIFETIME = Duration.ofHours(8);
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9._:@-]{1,64}");

    /** In small letters, as the command line and the token write them. */
    enum Role {
        candidate,
        employer,
        admin
    }

    @Parameters(paramLabel = "USER", description = "User id: 1 to 64 of A-Z a-z 0-9 . _ : @ -")
    String user = "";

    @Option(names = "--role", required = true, description = "candidate, employer or admin")
    Role role = Role.candidate;

    @Option(names = "--name", paramLabel = "NAME", description = "The name others see; the user id when missing.")
    @Nullable
    String name;

    @Override
    public Integer call() {
        if (!USER_ID.matcher(user).matches()) {
            throw new StartFailed("\"" + user + "\" is not a user id: 1 to 64 of A-Z a-z 0-9 . _ : @ -");
        }
        StateDirectory state = StateDirectory.locate(System.getenv());
        state.make();
        TokenIssuer issuer = TokenIssuer.at(state.devKey());
        System.out.println(issuer.token(
                user, name == null ? user : name, Set.of(role.name().toLowerCase(Locale.ROOT)), LIFETIME));
        return 0;
    }
}
