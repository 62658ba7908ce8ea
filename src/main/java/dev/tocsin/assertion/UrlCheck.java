package dev.tocsin.assertion;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.DurationText;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether a URL answers with a status, within a time. */
@ApplicationScoped
class UrlCheck implements Check {

    private static final int OK = 200;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    @Override
    public String name() {
        return "url";
    }

    @Override
    public String description() {
        return "A URL answers with a status, within a time. Redirects are not followed.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required("url", Argument.Type.LINE, "An address that begins with http:// or https://"),
                Argument.optional("status", Argument.Type.NUMBER, "The status that is meant; 200 if it is not given"),
                Argument.optional(
                        "within",
                        Argument.Type.LINE,
                        "How soon, such as 500ms or 2s; the assertion's timeout if it is not given"));
    }

    @Override
    public Verdict check(CheckContext context) throws Exception {
        String url = context.text("url", "");
        long status = context.number("status", OK);
        Duration within = within(context);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("url", withoutLogin(url));
        details.put("expected_status", status);
        details.put("within_ms", within.toMillis());
        long begin = System.nanoTime();
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address(url)).timeout(within).build();
            int answered =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            long took = (System.nanoTime() - begin) / 1_000_000;
            details.put("status", answered);
            details.put("took_ms", took);
            return Verdict.of(answered == status && took <= within.toMillis()).isPassed()
                    ? Verdict.passed()
                    : Verdict.failed(details);
        } catch (IOException e) {
            details.put("reason", e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
            return Verdict.failed(details);
        }
    }

    private static Duration within(CheckContext context) {
        String text = context.text("within", null);
        return text == null
                ? context.timeout()
                : DurationText.parse(text)
                        .filter(duration -> !duration.isZero() && !duration.isNegative())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "within is \"" + text + "\"; needed is a duration such as 500ms or 2s"));
    }

    private static URI address(String url) {
        URI address = URI.create(url);
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "url is \"" + withoutLogin(url) + "\"; needed is an address such as https://shop.example.com/");
        }
        return address;
    }

    private static String withoutLogin(String url) {
        return url.replaceAll("//[^/@]*@", "//***@");
    }
}
