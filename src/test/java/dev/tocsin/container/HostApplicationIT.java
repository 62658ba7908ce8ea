package dev.tocsin.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.container.host.HostApi;
import dev.tocsin.container.host.HostUsers;
import dev.tocsin.harness.Api;
import jakarta.json.JsonObject;
import java.net.URL;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST API of a host application and Tocsin's, side by side. */
@ArquillianTest
class HostApplicationIT {

    @ArquillianResource
    private URL address;

    @Deployment(testable = false)
    static WebArchive application() {
        return Application.onH2("tocsin.rest.path=/tocsin/api").addPackage(HostApi.class.getPackage());
    }

    private Api api() {
        return as("anna");
    }

    private Api as(String user) {
        return Application.api(address).as(user, HostUsers.PASSWORD);
    }

    @Test
    void whoMayDoWhatFollowsFromTheHostsRoles() {
        Map<String, ?> issue = Map.of("name", "By role " + UUID.randomUUID());
        as("rita").post("/tocsin/api/issues", issue).expecting(201);
        as("rita").get("/tocsin/api/issues").expecting(403);
        as("victor").get("/tocsin/api/issues").expecting(200);
        as("victor").post("/tocsin/api/issues", issue).expecting(403);
        as("otto").post("/tocsin/api/issues", issue).expecting(201);
        as("otto").get("/tocsin/api/tokens").expecting(403);
        as("norbert").get("/tocsin/api/issues").expecting(401);
        as("anna").get("/tocsin/api/users").expecting(404);
        Application.api(address).get("/tocsin/api/issues").expecting(401);
        Application.api(address).as("anna", "wrong").get("/tocsin/api/issues").expecting(401);
        assertThat(Application.api(address).get("/tocsin/issues.xhtml").status())
                .isIn(401, 403);
        assertThat(as("norbert").get("/tocsin/issues.xhtml").status()).isEqualTo(403);

        String secret = as("anna")
                .post("/tocsin/api/tokens", Map.of("name", "magazine", "role", "viewer"))
                .expecting(201)
                .json()
                .getString("secret");
        Application.api(address).as(secret).get("/tocsin/api/issues").expecting(200);
        Application.api(address).as(secret).post("/tocsin/api/issues", issue).expecting(403);
        JsonObject entry = api().get("/tocsin/api/audit?what=token.create")
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(entry.getString("who")).isEqualTo("user:anna");
        assertThat(entry.toString()).doesNotContain(secret);
    }

    @Test
    void eachAnswersAtItsOwnPath() {
        assertThat(api().get("/api/issues").expecting(200).body()).isEqualTo("those of a magazine");

        String name = "At its own path " + UUID.randomUUID();
        Api.Answer opened =
                api().post("/tocsin/api/issues", Map.of("name", name)).expecting(201);
        assertThat(opened.header("Location")).endsWith(address.getPath() + "tocsin/api/issues/" + opened.id());
        api().post("/tocsin/api/issues", Map.of("name", name)).expecting(201);
        JsonObject page = api().get("/tocsin/api/issues?status=open&limit=1")
                .expecting(200)
                .json();
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("name"))
                .isEqualTo(name);
        assertThat(page.getString("next")).startsWith(address.getPath() + "tocsin/api/issues?");
        api().get("/tocsin/api/actions").expecting(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"responders", "issue-actions", "actions", "issues/1"})
    void theHostPublishesNothingOfTocsins(String resource) {
        assertThat(api().get("/api/" + resource).expecting(404).body()).isEqualTo("The host says: 404");
    }

    @Test
    void eachTellsOfFailuresInItsOwnWay() {
        assertThat(api().get("/api/issues/lost").expecting(500).body()).isEqualTo("The host says: 500");

        for (String path : new String[] {"/tocsin/api/nothing", "/tocsin/api/issues/999999"}) {
            Api.Answer missing = api().get(path).expecting(404);
            assertThat(missing.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(api().post("/tocsin/api/issues", Map.of())
                        .expecting(422)
                        .json()
                        .getJsonArray("problems"))
                .hasSize(1);
    }
}
