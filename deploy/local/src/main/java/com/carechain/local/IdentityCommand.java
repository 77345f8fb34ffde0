package com.carechain.local;

import com.carechain.local.identity.IdentityServer;
import com.carechain.local.identity.TokenIssuer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tokens and keys alone, for a stack that others start: deploy/compose. Runs until it is stopped. */
@Command(name = "identity", hidden = true, description = "Serves /dev tokens on an address of its own.")
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

    @Override
    public Integer call() throws InterruptedException {
        try (IdentityServer server = IdentityServer.start(TokenIssuer.at(key), new InetSocketAddress(host, port))) {
            System.out.println("Tokens and keys: " + server.url());
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
