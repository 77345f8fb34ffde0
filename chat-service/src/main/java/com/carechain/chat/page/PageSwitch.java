package com.carechain.chat.page;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Problem;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** With {@code carechain.page.enabled=false} there are no files here: only REST, sockets and documents answer. */
@ApplicationScoped
class PageSwitch {
    /** Before static files are looked for, which comes at 10,000 or less; after nothing that matters. */
    private static final int EARLY = 200;
    /** Whatever is not one of these could only be a file. */
    private static final Pattern NO_FILE = Pattern.compile("/(api|ws|q|internal)(/.*)?");

    private final boolean enabled;
    private final ObjectMapper json;

    PageSwitch(ChatConfig config, ObjectMapper json) {
        this.enabled = config.page().enabled();
        this.json = json;
    }

    void register(@Observes Filters filters) {
        if (!enabled) filters.register(this::refuseFiles, EARLY);
    }

    private void refuseFiles(RoutingContext context) {
        String path = context.normalizedPath();
        if (NO_FILE.matcher(path).matches()) context.next();
        else
            context.response()
                    .setStatusCode(Code.NOT_FOUND.status())
                    .putHeader("content-type", Problem.MEDIA_TYPE)
                    .end(nothingHere());
    }

    private String nothingHere() {
        try {
            return json.writeValueAsString(Problem.of(Refusal.of(Code.NOT_FOUND, "There is nothing here.")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
