package com.carechain.bridge.chat;

import com.carechain.bridge.card.Card;
import com.carechain.bridge.card.SystemMessage;
import com.carechain.bridge.card.SystemMessages;
import com.carechain.bridge.event.Application;
import com.carechain.bridge.event.ApplicationEvent;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event in a call to chat-service.
 *
 * @param eventId idempotency key: chat-service lets an id have its effect once, for ever
 * @param traceparent when the event is being traced: its place in the trace (W3C Trace Context)
 * @param ifMoved chat-service takes these words in place of {@code content} when the room knows the interview at another time
 * @param version chat-service ignores an event older than the newest one it applied for the application
 */
@RegisterForReflection
public record ChatEvent(
        String eventId,
        String applicationId,
        long version,

        @JsonFormat(pattern = "uuuu-MM-dd'T'HH:mm:ss.SSSX", timezone = "UTC")
        Instant occurredAt,

        Application.Job job,
        Application.Person candidate,
        Application.Person employer,
        String content,
        Card card,
        boolean closesRoom,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceparent,

        @JsonInclude(JsonInclude.Include.NON_NULL) SystemMessage.@Nullable Moved ifMoved) {

    public static ChatEvent of(ApplicationEvent event, @Nullable String traceparent) {
        Application application = event.application();
        SystemMessage message = SystemMessages.of(event);
        return new ChatEvent(
                event.eventId(),
                application.id(),
                application.version(),
                application.occurredAt(),
                application.job(),
                application.candidate(),
                application.employer(),
                message.content(),
                message.card(),
                message.closesRoom(),
                traceparent,
                message.ifMoved());
    }
}
