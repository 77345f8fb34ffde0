package com.carechain.bridge.testing;

import com.carechain.bridge.chat.Answer;
import com.carechain.bridge.chat.Answer.Outcome;
import com.carechain.bridge.chat.Answer.Verdict;
import com.carechain.bridge.chat.ChatEvent;
import com.carechain.bridge.chat.ChatService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Calls chat-service's endpoint without Quarkus: for bridges that live in a process of their own, to be killed. */
public final class PlainChatService implements ChatService {
    private static final ObjectMapper JSON = Wire.json();
    private static final String TOKEN = "x."
            + Base64.getUrlEncoder().withoutPadding().encodeToString("{\"groups\":[\"service\"]}".getBytes()) + ".x";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;

    public PlainChatService(int port) {
        endpoint = URI.create("http://127.0.0.1:" + port + "/internal/application-events");
    }

    @Override
    public Answer deliver(List<ChatEvent> events) {
        try {
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .timeout(Duration.ofSeconds(10))
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("events", events))))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return new Answer.Failing("answered " + response.statusCode());
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (JsonNode result : JSON.readTree(response.body()).get("results")) {
                verdicts.add(new Verdict(
                        Outcome.valueOf(result.get("outcome").asText().toUpperCase(Locale.ROOT)), null));
            }
            return new Answer.Verdicts(verdicts);
        } catch (IOException away) {
            return new Answer.Unreachable(String.valueOf(away.getMessage()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("interrupted");
        }
    }
}
