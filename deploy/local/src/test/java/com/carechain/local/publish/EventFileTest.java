package com.carechain.local.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code publish} reads. */
class EventFileTest {

    @Test
    void oneObjectAnArrayAndOnePerLineAreTheSameEvents() {
        String first = "{\"type\":\"a\",\"data\":{\"application_id\":\"1\"}}";
        String second = "{\"type\":\"b\",\"data\":{\"application_id\":\"2\"}}";
        List<String> expected = List.of(first, second);

        assertEquals(List.of(first), texts(first));
        assertEquals(expected, texts("[" + first + " ,\n " + second + "]\n"));
        assertEquals(expected, texts(first + "\n" + second + "\n"));
        assertEquals(expected, texts("\n" + first + "\n\n" + second));
    }

    @Test
    void anEventIsSentAsItStandsInTheFile() {
        // Given
        String json = "{ \"type\" : \"a\",\n  \"n\": 1.50, \"name\": \"Zoë 😀\" }";

        // When
        Event event = new EventFile("f.json", "\n" + json).events().getFirst();

        // Then
        assertEquals(json, event.text());
        assertEquals("a", event.type());
        assertNull(event.applicationId());
        assertEquals("f.json line 2", event.origin());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json                 | f.json line 1 is not JSON",
                "{\"a\":1}\\n{\"b\":}     | f.json line 2 is not JSON",
                "{\"a\":1                 | f.json line 1 is not JSON",
                "[{\"a\":1},              | f.json line 1 is not JSON",
                "{\"a\":1}\\n\\n\"text\"  | f.json line 3 is not an event",
                "[1]                      | f.json line 1 is not an event",
                "[[{}]]                   | f.json line 1 is not an event",
                "[]                       | f.json holds no event",
                "''                       | f.json holds no event",
            })
    void whatIsNotAnEventIsRefusedNamingFileAndLine(String text, String message) {
        var file = new EventFile("f.json", text.replace("\\n", "\n"));
        var refusal = assertThrows(NotPublishable.class, file::events);
        assertEquals(message, refusal.getMessage().substring(0, message.length()));
    }

    @Test
    void aByteOrderMarkAtTheBeginningIsNoPartOfTheText() {
        // Given
        byte[] file = "\uFEFF{\"a\":1}\n{\"b\":\"\uFEFF\"}".getBytes(StandardCharsets.UTF_8);

        // When
        EventFile read = EventFile.of("f.json", file);

        // Then
        List<String> expected = List.of("{\"a\":1}", "{\"b\":\"\uFEFF\"}");
        assertEquals(expected, read.events().stream().map(Event::text).toList());
        assertEquals(expected, read.rawLines().stream().map(Event::text).toList());
        assertThrows(NotPublishable.class, () -> EventFile.of("f.json", "\uFEFF".getBytes(StandardCharsets.UTF_8))
                .events());
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThrows(NotPublishable.class, () -> EventFile.of("f.json", new byte[] {(byte) 0xff, '{', '}'}));
    }

    @Test
    void rawLinesAreTakenWhateverTheyAre() {
        List<Event> events = new EventFile("f", "{broken\n\nplain text\r\n").rawLines();
        assertEquals(
                List.of("{broken", "plain text"),
                events.stream().map(Event::text).toList());
        assertEquals("f line 3", events.getLast().origin());
    }

    @Test
    void theExamplesAreOneApplicationsStory() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            List<Event> events = files.sorted()
                    .flatMap(file -> new EventFile(file.toString(), read(file)).events().stream())
                    .toList();
            assertEquals(3, events.size());
            assertEquals(
                    "com.carechain.application.submitted", events.getFirst().type());
            assertEquals(1, events.stream().map(Event::applicationId).distinct().count());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> texts(String text) {
        return new EventFile("f.json", text).events().stream().map(Event::text).toList();
    }
}
