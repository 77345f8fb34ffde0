package com.carechain.chat.admin;

import static com.carechain.chat.testing.People.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.testing.HandmadeToken;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.People;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody but an administrator gets anything of the admin API; its paths are taken from OpenAPI, so that none can be forgotten. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Operation(Method method, String path) {}

    @Test
    void openApiShowsTheAdminApiWhole() throws IOException {
        assertThat(operations().stream().map(o -> o.method + " " + o.path.replaceAll("0000[0-9a-f-]+", "…")))
                .containsExactlyInAnyOrder(
                        "GET /api/messaging/admin/audit",
                        "GET /api/messaging/admin/messages",
                        "GET /api/messaging/admin/overview",
                        "GET /api/messaging/admin/rooms",
                        "GET /api/messaging/admin/rooms/…",
                        "POST /api/messaging/admin/rooms/…/close",
                        "POST /api/messaging/admin/rooms/…/reopen",
                        "GET /api/messaging/admin/rooms/…/messages",
                        "POST /api/messaging/admin/rooms/…/messages/…/redact");
    }

    @Test
    void anyOtherRoleIsForbiddenEverywhere() throws IOException {
        for (String group : List.of("candidate", "employer", "service"))
            for (Operation operation : operations())
                assertProblem(call(as(People.token("some-" + group, group)), operation), 403, "forbidden", operation);
    }

    @Test
    void aTokenWithoutGroupsOrWithOthersIsForbidden() throws IOException {
        List<String> tokens = List.of(
                HandmadeToken.of("mallory").with("groups", List.of()).signed(),
                HandmadeToken.of("mallory").without("groups").signed(),
                HandmadeToken.of("mallory")
                        .with("groups", List.of("Admin", "admins", "admin "))
                        .signed());
        for (String token : tokens)
            for (Operation operation : operations())
                assertProblem(call(as(token), operation), 403, "forbidden", operation);
    }

    @Test
    void withoutAValidTokenEverythingIsUnauthorized() throws IOException {
        for (Operation operation : operations()) {
            assertProblem(
                    call(RestAssured.given().contentType(ContentType.JSON), operation), 401, "unauthorized", operation);
            assertProblem(call(as(admin().withTime("exp", -60).signed()), operation), 401, "unauthorized", operation);
            assertProblem(call(as(admin().signedByAForeignKey()), operation), 401, "unauthorized", operation);
            assertProblem(call(as(admin().unsigned()), operation), 401, "unauthorized", operation);
            assertProblem(call(as(admin().with("aud", "another").signed()), operation), 401, "unauthorized", operation);
        }
    }

    @Test
    void nobodyElseLearnsWhichAddressesAndMethodsThereAre() {
        List<Operation> none = List.of(
                new Operation(Method.GET, "/api/messaging/admin"),
                new Operation(Method.GET, "/api/messaging/admin/"),
                new Operation(Method.GET, "/api/messaging/admin/no-such-thing"),
                new Operation(Method.DELETE, "/api/messaging/admin/rooms"),
                new Operation(Method.PATCH, "/api/messaging/admin/audit"),
                new Operation(Method.GET, "/api/messaging/admin/rooms/not-an-id"),
                new Operation(Method.GET, "/api/messaging/admin;x=y/audit"),
                new Operation(Method.GET, "/api/messaging/admin/audit;x=y"));
        for (Operation operation : none) {
            assertProblem(call(as(People.token("ana", "candidate")), operation), 403, "forbidden", operation);
            assertProblem(
                    call(RestAssured.given().contentType(ContentType.JSON), operation), 401, "unauthorized", operation);
        }
        // An administrator learns it.
        Administrator admin = Administrator.someone();
        assertThat(admin.request().get("/api/messaging/admin/no-such-thing").statusCode())
                .isEqualTo(404);
        assertThat(admin.request().delete("/api/messaging/admin/rooms").statusCode())
                .isEqualTo(405);
    }

    @Test
    void aTokenThatIsAlsoAnAdministratorsGetsIn() {
        String token = HandmadeToken.of("both")
                .with("groups", List.of("employer", "admin"))
                .signed();
        assertThat(as(token).get("/api/messaging/admin/rooms/").statusCode()).isEqualTo(200);
    }

    /** What looks like the admin API by its name only is nobody's. */
    @Test
    void anAddressThatOnlyBeginsAlikeIsNothing() {
        assertThat(as(People.token("ana", "candidate"))
                        .get("/api/messaging/administration")
                        .statusCode())
                .isEqualTo(404);
    }

    private static HandmadeToken admin() {
        return HandmadeToken.of("admin-1").with("groups", List.of("admin"));
    }

    private static List<Operation> operations() throws IOException {
        JsonNode paths = JSON.readTree(RestAssured.given()
                        .accept("application/json")
                        .get("/q/openapi?format=json")
                        .asString())
                .get("paths");
        List<Operation> found = new ArrayList<>();
        paths.propertyStream()
                .filter(path -> path.getKey().startsWith("/api/messaging/admin"))
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(method ->
                                List.of("get", "put", "post", "patch", "delete").contains(method.getKey()))
                        .forEach(method -> found.add(new Operation(
                                Method.valueOf(method.getKey().toUpperCase(Locale.ROOT)),
                                path.getKey().replaceAll("\\{\\w+}", "00000000-0000-8000-8000-000000000001")))));
        assertThat(found).isNotEmpty();
        return found;
    }

    private static Response call(RequestSpecification as, Operation operation) {
        boolean hasBody = operation.method != Method.GET;
        return (hasBody ? as.body(Map.of("reason", "curiosity")) : as)
                .urlEncodingEnabled(false)
                .request(operation.method, operation.path);
    }

    private static void assertProblem(Response answer, int status, String code, Operation operation) {
        assertThat(answer.statusCode()).as(operation + " " + answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).as(operation.toString()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
    }
}
