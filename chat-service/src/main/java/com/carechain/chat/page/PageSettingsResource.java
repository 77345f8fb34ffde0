package com.carechain.chat.page;

import com.carechain.chat.ops.ChatConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the page has to know of this installation before anybody is signed in. Nothing in it is secret. */
@Path("/page/settings.json")
@PermitAll
public class PageSettingsResource {
    private final PageSettings settings;

    PageSettingsResource(ChatConfig config) {
        this.settings = new PageSettings(
                given(config.page().tokenUrl()),
                given(config.page().signInUrl()),
                config.limits().contentCharacters(),
                config.messages().editWindow().toSeconds(),
                config.messages().deleteWindow().toSeconds(),
                config.attachments().maxBytes(),
                config.attachments().types());
    }

    /**
     * @param tokenUrl            null: there is none, as in the local stack
     * @param signInUrl           null: whoever has no token is not sent anywhere
     * @param contentCharacters   of one message, at most
     * @param editWindowSeconds   how long the page offers to edit; it is the service that decides
     * @param deleteWindowSeconds likewise
     * @param attachmentBytes     of one file, at most
     * @param attachmentTypes     media types of files that are accepted, as recognised from their bytes
     */
    @RegisterForReflection
    public record PageSettings(
            @Nullable String tokenUrl,
            @Nullable String signInUrl,
            int contentCharacters,
            long editWindowSeconds,
            long deleteWindowSeconds,
            long attachmentBytes,
            List<String> attachmentTypes) {}

    @GET
    @Operation(hidden = true)
    public PageSettings settings() {
        return settings;
    }

    private static @Nullable String given(Optional<String> address) {
        return address.filter(text -> !text.isBlank()).orElse(null);
    }
}
