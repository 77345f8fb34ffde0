package com.carechain.bench.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IncomingTest {

    private static final UUID CLIENT = UUID.fromString("53a48729-24d7-4a95-8d28-c42dc13d8c2a");

    @Test
    void aMessageIsReadFromInsideItsFrame() {
        Incoming frame = Incoming.read("""
                {"type":"chat_message","room_id":"4d1c9a52-7a4e-8c11-9d3b-0a1b2c3d4e5f","message":{"seq":3,"rev":7,
                "sender":{"id":"ana","seq":99},"client_id":"%s","reply_to":null}}""".formatted(CLIENT));

        assertEquals(new Incoming("chat_message", CLIENT, 3, 7, false, ""), frame);
    }

    @Test
    void aWelcomeTellsWhereTheRoomIs() {
        Incoming frame = Incoming.read("""
                {"type":"welcome","room":{"participants":[{"read_seq":1,"seq":5}],"last_seq":12,"rev":40}}""");

        assertEquals(new Incoming("welcome", null, 12, 40, false, ""), frame);
    }

    @Test
    void anErrorTellsItsCode() {
        assertEquals(
                "rate_limited",
                Incoming.read("{\"type\":\"error\",\"code\":\"rate_limited\"}").code());
    }

    @Test
    void whatIsNotJsonIsNotTakenForAFrame() {
        assertThrows(IllegalArgumentException.class, () -> Incoming.read("{\"type\":"));
    }
}
