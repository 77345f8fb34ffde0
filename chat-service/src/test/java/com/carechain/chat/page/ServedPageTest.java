package com.carechain.chat.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.carechain.chat.testing.LocalParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served beside the API, as browsers need it. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class ServedPageTest {
    private static final Path FILES = Path.of("src/main/resources/META-INF/resources");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/carechain-chat.js",
                "/carechain-chat.d.ts",
                "/page/main.js",
                "/page/style.css"
            })
    void filesAreServedUnderAPolicyThatTrustsNobodyElse(String path) {
        RestAssured.get(path)
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        containsString("default-src 'none'; script-src 'self'; style-src 'self'"))
                .header("Content-Security-Policy", containsString("require-trusted-types-for 'script'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }

    @Test
    void thePageIsToldWhatItHasToKnow() {
        RestAssured.get("/page/settings.json")
                .then()
                .statusCode(200)
                .body("content_characters", equalTo(10_000))
                .body("edit_window_seconds", equalTo(900))
                .body("delete_window_seconds", equalTo(86_400))
                .body("attachment_bytes", equalTo(26_214_400))
                .body("attachment_types", hasItem("application/pdf"))
                .body("token_url", nullValue())
                .body("sign_in_url", nullValue());
    }

    @Test
    void whatIsNotThereIsAProblemAndNotAPage() {
        RestAssured.get("/page/nothing.js").then().statusCode(404);
    }

    /** A misspelt or forgotten file shows in a browser only, and only to whoever needs it. */
    @Test
    void everythingThePageNamesIsThere() throws IOException {
        Pattern names =
                Pattern.compile("(?:from|import\\()\\s*\"(\\.{1,2}/[^\"]+)\"|(?:href|src)[=:] ?\"(/[^\"#]+\\.\\w+)\"");
        try (var files = Files.walk(FILES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().matches(".*/(index\\.html|page/.*\\.js)")) continue;
                for (MatchResult found :
                        names.matcher(Files.readString(file)).results().toList()) {
                    Path named = found.group(1) == null
                            ? FILES.resolve(found.group(2).substring(1))
                            : file.resolveSibling(found.group(1)).normalize();
                    assertThat(named).as("named in " + file).exists();
                }
            }
        }
    }
}
