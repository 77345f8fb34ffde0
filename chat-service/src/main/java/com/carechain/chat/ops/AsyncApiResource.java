package com.carechain.chat.ops;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The AsyncAPI 3 document of the sockets and of topic {@code chat-events}, as it is shipped. */
@Path("/q/asyncapi")
@PermitAll
public class AsyncApiResource {
    private static final String DOCUMENT = "/asyncapi/chat.yaml";

    @GET
    @Produces("application/yaml")
    @Operation(hidden = true)
    public String document() {
        try (InputStream in = AsyncApiResource.class.getResourceAsStream(DOCUMENT)) {
            return new String(Objects.requireNonNull(in, DOCUMENT).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
