package com.carechain.local.identity;

import com.carechain.local.identity.IdentityApi.Request;
import com.carechain.local.identity.IdentityApi.Response;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@link IdentityApi} on a port of its own, for the tests of a single service and for deploy/compose. */
public final class IdentityServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private IdentityServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Listens on the loopback address; port 0 for a free one. */
    public static IdentityServer start(TokenIssuer issuer, int port) {
        return start(new IdentityApi(issuer), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** It asks nobody who they are: any other address than loopback must belong to a network of our own. */
    public static IdentityServer start(IdentityApi api, InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(api, exchange));
            server.start();
            return new IdentityServer(server, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("The identity server cannot listen on " + address, e);
        }
    }

    private static void answer(IdentityApi api, HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            int most = api.maxBodyBytes(path);
            byte[] body = exchange.getRequestBody().readNBytes(most + 1);
            Response response = body.length > most
                    ? api.tooLarge()
                    : api.answer(new Request(
                            exchange.getRequestMethod(),
                            path,
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            exchange.getRequestHeaders().getFirst("Content-Type"),
                            new String(body, StandardCharsets.UTF_8)));
            byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Like {@code http://127.0.0.1:12345}, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
