package com.carechain.local.gateway;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * One of the files that the page of the REST documents consists of: a few of our own, and Swagger UI out of the jar that
 * brings it. What is not on the list is not served.
 *
 * @param resource on the class path
 */
record DocsFile(String resource, String type, String caching) {

    private static final String OURS = "/com/carechain/local/gateway/docs/";
    private static final String SWAGGER_UI = "/META-INF/resources/openapi-ui/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /** By the name below the page's address; the page itself has none. */
    private static final Map<String, DocsFile> ALL = Map.of(
            "", ours("index.html", "text/html; charset=utf-8"),
            "docs.js", ours("docs.js", SCRIPT),
            "docs.css", ours("docs.css", STYLE),
            "swagger-ui.css", swaggerUi("swagger-ui.css", STYLE),
            "swagger-ui-bundle.js", swaggerUi("swagger-ui-bundle.js", SCRIPT),
            "swagger-ui-standalone-preset.js", swaggerUi("swagger-ui-standalone-preset.js", SCRIPT));

    static Optional<DocsFile> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static DocsFile ours(String name, String type) {
        return new DocsFile(OURS + name, type, "no-cache");
    }

    /** 1.8 MB that change with the library only. */
    private static DocsFile swaggerUi(String name, String type) {
        return new DocsFile(SWAGGER_UI + name, type, "max-age=3600");
    }

    /** Blocks. Empty in a program whose class path is without Swagger UI. */
    Optional<Buffer> read() throws IOException {
        try (InputStream content = DocsFile.class.getResourceAsStream(resource)) {
            return content == null ? Optional.empty() : Optional.of(Buffer.buffer(content.readAllBytes()));
        }
    }
}
