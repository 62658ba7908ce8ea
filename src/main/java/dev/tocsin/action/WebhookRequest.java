package dev.tocsin.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tocsin.issue.Issue;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The request of a webhook. */
final class WebhookRequest {

    private static final int MOST_HEADERS = 50;
    private static final int MOST_HEADER = 4000;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern HEADER_TEXT = Pattern.compile("[\\x20-\\x7e\\t]*");

    /** Those of one connection rather than of the request, and what the HTTP client sees to. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> OURS = Set.of("idempotency-key", "x-tocsin-signature");

    /** As the REST API writes times. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private WebhookRequest() {}

    static HttpRequest to(URI address, byte[] body, ActionContext context) {
        String method = context.text("method");
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method == null ? "POST" : method, HttpRequest.BodyPublishers.ofByteArray(body))
                .setHeader("Content-Type", "application/json")
                .setHeader("User-Agent", "Tocsin");
        if (context.arguments().get("headers") instanceof JsonObject headers) {
            headers.forEach((name, value) -> request.setHeader(name, ((JsonString) value).getString()));
        }
        request.setHeader("Idempotency-Key", context.idempotencyKey());
        if (context.text("authorization") != null) {
            request.setHeader("Authorization", context.text("authorization"));
        }
        if (context.text("secret") != null) {
            request.setHeader("X-Tocsin-Signature", "sha256=" + signature(context.text("secret"), body));
        }
        return request.build();
    }

    private static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** What the responder says, or else the issue. */
    static JsonValue body(ActionContext context) {
        JsonValue given = context.arguments().getOrDefault("body", JsonValue.NULL);
        if (given != JsonValue.NULL) {
            return given;
        }
        Issue issue = context.issue();
        return Json.provider()
                .createObjectBuilder()
                .add("id", issue.id())
                .add("name", issue.name())
                .add("status", issue.status().name().toLowerCase(Locale.ROOT))
                .add("details", issue.details())
                .add(
                        "record",
                        issue.record()
                                .<JsonValue>map(record -> Json.provider()
                                        .createObjectBuilder()
                                        .add("type", record.type())
                                        .add("id", record.id())
                                        .build())
                                .orElse(JsonValue.NULL))
                .add("occurrences", issue.occurrences())
                .add("regressed", issue.regressed())
                .add("created_at", time(issue.createdAt()))
                .add("opened_at", time(issue.openedAt()))
                .add("last_seen_at", time(issue.lastSeenAt()))
                .add("watch_pattern", context.watchPattern())
                .add("link", context.link().toString())
                .build();
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    /** Whether a host is that of a pattern: a name, or {@code *.example.com}. */
    static boolean isBy(String pattern, String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        return pattern.startsWith("*.") ? name.endsWith(pattern.substring(1)) : name.equals(pattern);
    }

    static boolean isHeaderText(String value) {
        return HEADER_TEXT.matcher(value).matches();
    }

    /** Nothing that could end a header, or the request, or be taken for another header. */
    static void checkHeaders(JsonValue given, String path, Problems problems) {
        if (given == null || given == JsonValue.NULL) {
            return;
        }
        if (!(given instanceof JsonObject headers)) {
            problems.add(path, "is " + Json.kind(given) + "; needed is an object of texts");
            return;
        }
        if (headers.size() > MOST_HEADERS) {
            problems.add(path, "has " + headers.size() + " headers; the limit is " + MOST_HEADERS);
            return;
        }
        headers.forEach((name, value) -> checkHeader(name, value, path, problems));
        long different = headers.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (different < headers.size()) {
            problems.add(path, "has a header twice, in capitals and in small letters; each may be there once");
        }
    }

    private static void checkHeader(String name, JsonValue value, String path, Problems problems) {
        String where = Problems.path(path, Text.visible(name));
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HEADER_NAME.matcher(name).matches()) {
            problems.add(where, "is not the name of a header; needed are letters, digits and hyphens");
        } else if (OF_THE_CONNECTION.contains(lower)) {
            problems.add(where, "cannot be set here, because it is about the connection");
        } else if (OURS.contains(lower)) {
            problems.add(where, "cannot be set here, because every webhook has its own");
        } else if (lower.equals("authorization")) {
            problems.add(where, "has to be given as the argument authorization, which is kept secret");
        } else if (!(value instanceof JsonString text)) {
            problems.add(where, "is " + Json.kind(value) + "; needed is a text");
        } else if (!isHeaderText(text.getString()) || text.getString().length() > MOST_HEADER) {
            problems.add(
                    where,
                    "is " + Problems.shown(text.getString()) + "; needed are up to " + MOST_HEADER
                            + " signs of ASCII, in one line");
        }
    }
}
