package dev.tocsin.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.container.host.HostApi;
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
        return Application.api(address);
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
