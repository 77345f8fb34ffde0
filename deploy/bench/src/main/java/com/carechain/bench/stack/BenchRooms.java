package com.carechain.bench.stack;

import com.carechain.bench.stack.People.Person;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Rooms by number, made over REST when they are first needed; opening one again gives the same room. */
public final class BenchRooms {

    private static final int AT_ONCE = 16;

    private final Target target;
    private final People people;
    private final Rest rest;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Integer, UUID> ids = new ConcurrentHashMap<>();

    public BenchRooms(Target target, People people, Rest rest) {
        this.target = target;
        this.people = people;
        this.rest = rest;
    }

    /** The ids of {@code count} rooms, numbered from {@code first}. */
    public List<UUID> open(int first, int count) {
        people.prepare(first, count);
        Thread[] makers = new Thread[AT_ONCE];
        for (int m = 0; m < AT_ONCE; m++) {
            int offset = m;
            makers[m] = Thread.startVirtualThread(() -> {
                for (int room = first + offset; room < first + count; room += AT_ONCE) {
                    ids.computeIfAbsent(room, this::open);
                }
            });
        }
        join(makers);
        return IntStream.range(first, first + count)
                .mapToObj(room -> {
                    UUID id = ids.get(room);
                    if (id == null) {
                        throw new NotMeasurable("Room " + room + " could not be made; chat-service's log says why.");
                    }
                    return id;
                })
                .toList();
    }

    private UUID open(int room) {
        try {
            String answer = rest.call(
                    "POST",
                    target.replica(0).resolve("/api/messaging/rooms/"),
                    people.token(Person.candidate(room)),
                    json.writeValueAsString(Map.of(
                            "job", Map.of("id", "bench-job", "title", "Benchmark"),
                            "candidate", side(Person.candidate(room)),
                            "employer", side(Person.employer(room)))));
            return UUID.fromString(json.readTree(answer).get("id").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> side(Person person) {
        return Map.of("id", person.id(), "name", person.name());
    }

    private static void join(Thread[] threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasurable("interrupted while rooms were made");
        }
    }
}
