package dev.tocsin.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Sealed;
import dev.tocsin.platform.Setting;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends an HTTP request with the issue. Its {@code Idempotency-Key} is the same at every attempt, so that a
 * repetition can be told; its body is signed if there is a secret for that.
 */
@ApplicationScoped
class WebhookAction implements Action {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_OF_ANSWER = 8192;
    private static final int MOST_SAID = 300;

    /** Shorter than that, it hides more of an error than of a secret. */
    private static final int SHORTEST_HIDDEN = 4;

    private static final int MOST_REDIRECTS = 3;

    /** Beside all that begin with 5: too early, too many, not in time. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** Those that want the same request once more, rather than another one. */
    private static final Set<Integer> SAME_ELSEWHERE = Set.of(307, 308);

    private Settings settings;
    private Duration longest;
    private HttpClient client;

    /** For the container's proxy. */
    protected WebhookAction() {}

    @Inject
    WebhookAction(Settings settings) {
        this(settings, LONGEST);
    }

    WebhookAction(Settings settings, Duration longest) {
        this.settings = settings;
        this.longest = longest;
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public String description() {
        return "Sends an HTTP request. Without a body, one that shows the issue as JSON.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required(
                        "url", Argument.Type.URL, "Where to; an address that begins with http:// or https://"),
                Argument.choice("method", "How; POST if it is not given", "POST", "PUT"),
                Argument.optional("body", Argument.Type.JSON, "What to send; the issue if it is not given"),
                Argument.optional("headers", Argument.Type.JSON, "Headers to send besides: an object of texts"),
                Argument.secret("authorization", "The value of the header Authorization, such as Bearer 1234")
                        .goingTo("url"),
                Argument.secret("secret", "What to sign the body with: HMAC-SHA256, in the header X-Tocsin-Signature"));
    }

    @Override
    public void check(JsonObject given, String path, Problems problems) {
        URI url = URI.create(given.getString("url"));
        if (!mayReach(url)) {
            problems.add(
                    Problems.path(path, "url"), "has the host " + Problems.shown(url.getHost()) + "; " + allowed());
        }
        String where = Problems.path(path, "authorization");
        String authorization = given.getString("authorization", "");
        if (!authorization.equals(Sealed.MARKER) && !WebhookRequest.isHeaderText(authorization)) {
            problems.add(where, "has signs that a header cannot have; needed are those of ASCII, in one line");
        }
        WebhookRequest.checkHeaders(given.get("headers"), Problems.path(path, "headers"), problems);
    }

    private boolean mayReach(URI url) {
        return settings.webhookHosts().isEmpty()
                || settings.webhookHosts().stream().anyMatch(pattern -> WebhookRequest.isBy(pattern, url.getHost()));
    }

    private String allowed() {
        return Setting.WEBHOOK_HOSTS.variable() + " allows " + String.join(", ", settings.webhookHosts());
    }

    @Override
    public Object execute(ActionContext context) throws Exception {
        URI address = URI.create(context.text("url"));
        byte[] body = WebhookRequest.body(context).toString().getBytes(UTF_8);
        long begin = System.nanoTime();
        long end = begin + longest.toNanos();
        for (int redirects = 0; ; redirects++) {
            if (!mayReach(address)) {
                throw new PermanentFailure("The host " + address.getHost() + " may not be sent to; " + allowed());
            }
            HttpResponse<byte[]> answer = send(WebhookRequest.to(address, body, context), address, end);
            if (isDone(answer.statusCode())) {
                return Map.of("status", answer.statusCode(), "took_ms", (System.nanoTime() - begin) / 1_000_000);
            }
            if (answer.statusCode() / 100 != 3) {
                throw refused(answer, address, context);
            }
            address = redirected(answer, address, redirects);
        }
    }

    /** However it goes on after its status: whoever says so has taken it. */
    private static boolean isDone(int status) {
        return status / 100 == 2;
    }

    /** An answer in time, or none: what trickles in for ever is cut off. */
    private HttpResponse<byte[]> send(HttpRequest request, URI address, long end) throws Exception {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new FirstBytes(isDone(head.statusCode()) ? 0 : MOST_OF_ANSWER));
        try {
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(address.getHost() + " did not answer within " + longest.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IOException(address.getHost() + " could not be reached, or broke off", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static URI redirected(HttpResponse<byte[]> answer, URI from, int redirects) throws PermanentFailure {
        String said = from.getHost() + " answered " + answer.statusCode();
        if (!SAME_ELSEWHERE.contains(answer.statusCode())) {
            throw new PermanentFailure(
                    said + "; what is sent is not sent on by that, so give the address that is meant");
        }
        if (redirects >= MOST_REDIRECTS) {
            throw new PermanentFailure(said + ", for the " + (redirects + 1) + "th time; that is once too often");
        }
        URI to;
        try {
            to = from.resolve(answer.headers().firstValue("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            to = URI.create("");
        }
        if (to.getHost() == null) {
            throw new PermanentFailure(said + " with a Location that is no address of a host");
        }
        boolean sameHost = from.getHost().equalsIgnoreCase(to.getHost()) && to.getRawUserInfo() == null;
        boolean samePort = port(from) == port(to) && from.getScheme().equalsIgnoreCase(to.getScheme());
        boolean upgraded = "http".equalsIgnoreCase(from.getScheme()) && "https".equalsIgnoreCase(to.getScheme());
        if (!sameHost || !samePort && !upgraded) {
            throw new PermanentFailure(said + ", which leads to "
                    + Problems.shown(to.getHost() + (to.getPort() < 0 ? "" : ":" + to.getPort()))
                    + "; only the same host is followed to, so give the address that is meant");
        }
        return to;
    }

    /** Before it is cut, because of a secret that is cut, the rest would not be known as one. */
    private static String withoutSecrets(String text, ActionContext context) {
        String shown = text;
        for (String name : new String[] {"authorization", "secret"}) {
            String secret = context.arguments().getString(name, "");
            // Who answers may leave out the scheme, such as Bearer.
            String bare = secret.substring(secret.indexOf(' ') + 1);
            for (String one : new String[] {secret, bare}) {
                if (one.length() >= SHORTEST_HIDDEN) {
                    shown = shown.replace(one, Sealed.MARKER);
                }
            }
        }
        return shown;
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    private static Exception refused(HttpResponse<byte[]> answer, URI address, ActionContext context) {
        int status = answer.statusCode();
        StringBuilder message = new StringBuilder(address.getHost() + " answered " + status);
        answer.headers()
                .firstValue("Retry-After")
                .ifPresent(when -> message.append(", Retry-After ").append(Problems.shown(when)));
        String text =
                withoutSecrets(Text.visible(new String(answer.body(), UTF_8)).strip(), context);
        if (!text.isEmpty()) {
            message.append(": ").append(text.length() <= MOST_SAID ? text : text.substring(0, MOST_SAID) + "…");
        }
        return status / 100 == 5 || PASSING.contains(status)
                ? new IOException(message.toString())
                : new PermanentFailure(message.toString());
    }
}
