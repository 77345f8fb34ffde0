package com.carechain.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.LocalParts;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What REST answers is byte for byte what the service's own ObjectMapper would write. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class MessageJsonTest {
    private static final UUID ROOM = UUID.randomUUID();
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.007Z");
    private static final AttachmentView FILE = new AttachmentView(
            UUID.randomUUID(), ROOM, "cv.pdf", "application/pdf", 17, null, null, "clean", "/a/", null, AT);

    @Inject
    ObjectMapper mapper;

    @Inject
    MessageJson json;

    record Page(List<MessageView> results, boolean hasMore) {}

    private static final List<MessageView> EVERY_KIND = List.of(
            message("text", "quotes \" and \\ and \u0001\t\u2028 Grüße 😀 שלום </b>", List.of(), null, null, null),
            message("file", "", List.of(FILE, FILE), null, null, null),
            message("text", "edited", List.of(), null, AT.plusSeconds(1), null),
            message("text", "", List.of(), null, null, AT.plusSeconds(2)),
            message(
                    "system",
                    "Ana applied.",
                    List.of(),
                    "{\"kind\":\"application_submitted\",\"n\": [1, 2]}",
                    null,
                    null));

    @Test
    void aMessageOfEveryKindIsWrittenAsTheGeneralWriterWritesIt() throws IOException {
        for (MessageView message : EVERY_KIND)
            assertThat(json.message(message)).asString().isEqualTo(mapper.writeValueAsString(message));
    }

    @Test
    void soIsAPage() throws IOException {
        for (Page page : List.of(new Page(EVERY_KIND, true), new Page(List.of(), false)))
            assertThat(json.page(page.results, page.hasMore)).asString().isEqualTo(mapper.writeValueAsString(page));
    }

    private static MessageView message(
            String type,
            String content,
            List<AttachmentView> files,
            @Nullable String card,
            @Nullable Instant edited,
            @Nullable Instant deleted) {
        MessageView.Sender sender = card == null
                ? new MessageView.Sender("ana-1", "Ana \"Ä\" Duarte", Role.CANDIDATE)
                : MessageView.Sender.SYSTEM;
        return new MessageView(
                UUID.randomUUID(),
                ROOM,
                3,
                7,
                sender,
                type,
                content,
                files.isEmpty() ? null : files.getFirst(),
                files,
                card,
                null,
                UUID.randomUUID(),
                AT,
                edited,
                deleted);
    }
}
