package com.carechain.bench.stack;

import com.carechain.local.identity.TokenIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The users of the benchmark and their tokens. Signing costs about a millisecond, so it is done before anything is timed. */
public final class People {

    /** Longer than the longest run. */
    private static final Duration LIFETIME = Duration.ofHours(3);

    private final TokenIssuer issuer;
    private final Map<Person, String> tokens = new ConcurrentHashMap<>();

    public People(Path devKey) {
        this.issuer = TokenIssuer.at(devKey);
    }

    /** One side of a room. */
    public record Person(String id, String name, String role) {

        public static Person candidate(int room) {
            return new Person("bench-c-" + room, "Candidate " + room, "candidate");
        }

        public static Person employer(int room) {
            return new Person("bench-e-" + room, "Employer " + room, "employer");
        }

        /** Member n of a room: the two sides in turn. */
        public static Person member(int room, int n) {
            return n % 2 == 0 ? candidate(room) : employer(room);
        }
    }

    public String token(Person person) {
        return tokens.computeIfAbsent(person, p -> issuer.token(p.id(), p.name(), Set.of(p.role()), LIFETIME));
    }

    /** Signs for both sides of these rooms, on all processors. */
    public void prepare(int firstRoom, int rooms) {
        IntStream.range(firstRoom, firstRoom + rooms).parallel().forEach(room -> {
            token(Person.candidate(room));
            token(Person.employer(room));
        });
    }
}
