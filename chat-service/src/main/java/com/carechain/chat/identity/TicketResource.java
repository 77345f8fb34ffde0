package com.carechain.chat.identity;

import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tickets over HTTP. */
@Path("/api/messaging/ws-ticket")
@Authenticated
@Tag(name = "sockets")
public class TicketResource {
    private final Tickets tickets;
    private final CurrentCaller caller;

    TicketResource(Tickets tickets, CurrentCaller caller) {
        this.tickets = tickets;
        this.caller = caller;
    }

    /**
     * @param ticket    goes into {@code ?ticket=} of one upgrade
     * @param expiresIn seconds
     */
    @RegisterForReflection
    public record Ticket(String ticket, int expiresIn) {}

    @POST
    @Operation(summary = "A one-use ticket for opening a socket")
    public Uni<Ticket> issue() {
        return tickets.issue(caller.get())
                .map(ticket -> new Ticket(ticket, Tickets.LIFETIME_SECONDS))
                .onFailure()
                .transform(e -> Refusal.retry(
                        Code.UNAVAILABLE,
                        "No tickets at the moment: use the token as header or subprotocol, or try again.",
                        Duration.ofSeconds(2)));
    }
}
