package com.carechain.presence.ops;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;

/** The head of the OpenAPI document. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "CareChain presence-service",
                        version = "1.0",
                        description =
                                "Who is online and who is typing. Errors are problem+json (RFC 9457), times are UTC"
                                        + " with milliseconds, names are snake_case. The internal part is for other services.",
                        license = @License(name = "Apache-2.0")))
public class ApiDocument extends Application {}
