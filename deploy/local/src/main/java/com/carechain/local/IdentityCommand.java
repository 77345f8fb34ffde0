package com.carechain.local;

import com.carechain.local.identity.IdentityApi;
import com.carechain.local.identity.IdentityServer;
import com.carechain.local.identity.TokenIssuer;
import com.carechain.local.publish.DevEvents;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the gateway answers below {@code /dev}, for a stack that others start: deploy/compose. Runs until it is stopped. */
@Command(name = "identity", hidden = true, description = "Serves /dev on an address of its own.")
final class IdentityCommand implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
    String host = "";

    @Option(names = "--port", required = true, description = "Port to listen on; 0 for a free one.")
    int port;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Private key; made when it is missing.")
    Path key = Path.of("");

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Where /dev/events publishes to; without it there is no such address.")
    @Nullable
    String kafka;

    @Override
    public Integer call() throws InterruptedException {
        TokenIssuer issuer = TokenIssuer.at(key);
        if (kafka == null) {
            return serve(new IdentityApi(issuer));
        }
        try (var events = new DevEvents(kafka)) {
            return serve(new IdentityApi(issuer, events));
        }
    }

    private int serve(IdentityApi api) throws InterruptedException {
        try (IdentityServer server = IdentityServer.start(api, new InetSocketAddress(host, port))) {
            System.out.println("Tokens and keys: " + server.url());
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
