package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program that talks REST. */
public final class Api {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private static final Pattern VIEW_STATE =
            Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");

    private final String base;
    private final String header;
    private final String value;

    /** One that does not say who it is. */
    public Api(String base) {
        this(base, null, null);
    }

    private Api(String base, String header, String value) {
        this.base = base;
        this.header = header;
        this.value = value;
    }

    /** The same, with that header, and nothing else that says who it is. */
    public Api with(String header, String value) {
        return new Api(base, header, value);
    }

    /** The address of the server. */
    public String root() {
        return base;
    }

    /** The same, by a token. */
    public Api as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same, by Basic. */
    public Api as(String user, String password) {
        return with(
                "Authorization",
                "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    public Api anonymous() {
        return new Api(base);
    }

    /** Makes a token of that role, and tells its secret. */
    public String token(String role) {
        return post("/api/tokens", Map.of("name", role + " " + UUID.randomUUID(), "role", role))
                .expecting(201)
                .json()
                .getString("secret");
    }

    /** What was answered. */
    public record Answer(int status, String body, HttpResponse<byte[]> response) {

        public JsonObject json() {
            return value().asJsonObject();
        }

        public JsonValue value() {
            return Json.parse(body);
        }

        /** The same, if the status is the one that is meant. */
        public Answer expecting(int wanted) {
            assertThat(status).as("status of %s: %s", response.uri(), body).isEqualTo(wanted);
            return this;
        }

        public long id() {
            return json().getJsonNumber("id").longValue();
        }

        /** What a page's forms have to send back. */
        public String viewState() {
            Matcher state = VIEW_STATE.matcher(body);
            assertThat(state.find()).isTrue();
            return state.group(1);
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, Object body) {
        return post(path, Json.of(body, "").toString().getBytes(StandardCharsets.UTF_8));
    }

    public Answer post(String path, byte[] body) {
        return send(json(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer put(String path, Object body, String ifMatch) {
        HttpRequest.Builder request = json(path)
                .PUT(HttpRequest.BodyPublishers.ofString(Json.of(body, "").toString()));
        return send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer send(String method, String path, String contentType, String body) {
        return send(request(path)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A form, as a browser sends it that shows a page of this server. */
    public Answer form(String path, Map<String, String> fields) {
        return exchange(
                "POST",
                path,
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&")),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                base);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The same, by the session of one who has signed in on the login page, and has not to change the password. */
    public Api signedIn(String user, String password) {
        Answer answer = anonymous()
                .form(
                        "/tocsin/login.xhtml",
                        Map.of(
                                "login", "login",
                                "login:name", user,
                                "login:password", password,
                                "login:signin", "x",
                                "jakarta.faces.ViewState", "stateless"))
                .expecting(302);
        return with("Cookie", answer.header("Set-Cookie").split(";")[0]);
    }

    /** Ends the session of one who is {@linkplain #signedIn signed in}. */
    public void signOut() {
        Answer page = get("/tocsin/issues.xhtml").expecting(200);
        form(
                        "/tocsin/issues.xhtml",
                        Map.of(
                                "signout", "signout",
                                "signout:leave", "x",
                                "jakarta.faces.ViewState", page.viewState()))
                .expecting(302);
    }

    /** Anything else, with headers in pairs of a name and a value. */
    public Answer exchange(String method, String path, String body, String... headers) {
        return exchange(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The same with bytes, which need not be a text. */
    public Answer exchange(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** Opens an issue, and tells its id. */
    public long open(String name) {
        return post("/api/issues", Map.of("name", name)).expecting(201).id();
    }

    /** Makes a responder, and tells its id. */
    public long respond(String pattern, List<?> actions) {
        return post("/api/responders", Map.of("watch_pattern", pattern, "actions", actions))
                .expecting(201)
                .id();
    }

    public JsonObject issue(long id) {
        return get("/api/issues/" + id).expecting(200).json();
    }

    /** The actions of an issue. */
    public List<JsonObject> actions(long issueId) {
        return objects(issue(issueId).getJsonArray("actions"));
    }

    /** Every item of a list, page by page. */
    public List<JsonObject> all(String path) {
        List<JsonObject> all = new ArrayList<>();
        String next = path;
        while (next != null) {
            JsonObject page = get(next).expecting(200).json();
            all.addAll(objects(page.getJsonArray("items")));
            next = page.isNull("next") ? null : page.getString("next");
        }
        return all;
    }

    public static List<JsonObject> objects(JsonArray array) {
        return array.getValuesAs(JsonObject.class);
    }

    private HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        return header == null ? request : request.header(header, value);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
