package com.carechain.chat.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.LocalParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the admin view. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class AdminPageTest {
    private static final Path FILES = Path.of("src/main/resources/META-INF/resources/admin");

    @Test
    void theAddressWithoutSlashLeadsToTheView() {
        Response moved = RestAssured.given().redirects().follow(false).get("/admin");
        assertThat(moved.statusCode()).isEqualTo(308);
        assertThat(moved.header("Location")).isEqualTo("/admin/");
        assertThat(RestAssured.get("/admin/").contentType()).startsWith("text/html");
    }

    @Test
    void theViewAllowsNothingInlineAndNobodyElse() {
        Response page = RestAssured.get("/admin/");
        assertThat(page.asString()).contains("default-src 'none'; script-src 'self'; style-src 'self'");
        assertThat(page.asString()).doesNotContain("unsafe-inline").doesNotContain("://");
        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    /** Content reaches the page as text nodes only. */
    @Test
    void noModuleMakesHtmlOfTextAndEachImportIsThere() throws IOException {
        for (Path module : modules()) {
            String code = Files.readString(module);
            assertThat(code)
                    .as(module.toString())
                    .doesNotContainPattern(
                            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function");
            Stream<String> imports =
                    Pattern.compile("from \"([^\"]+)\"").matcher(code).results().map(m -> m.group(1));
            assertThat(imports)
                    .allSatisfy(imported -> assertThat(RestAssured.get("/admin/" + imported.replaceFirst("^\\./", ""))
                                    .statusCode())
                            .as(imported)
                            .isEqualTo(200));
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(f -> f.toString().endsWith(".js")).toList();
        }
    }
}
