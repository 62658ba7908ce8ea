package dev.tocsin.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Requests with random bytes, to whatever the server can be asked: the operations of its description, its pages, and
 * what it says of itself. They change only what they made themselves.
 */
final class RandomRequests {

    /** A request of the API, as "POST", "/api/issues/{id}/resolve". */
    record Operation(String method, String path) {

        private static final Pattern PATH = Pattern.compile(" {2}(/\\S+):\\s*");
        private static final Pattern METHOD = Pattern.compile(" {4}(get|put|post|delete|patch):\\s*");

        /** Of everything that the description of the API has. */
        static List<Operation> described() throws IOException {
            List<Operation> all = new ArrayList<>();
            String path = null;
            for (String line : resource("/META-INF/openapi.yaml").lines().toList()) {
                Matcher found = PATH.matcher(line);
                Matcher verb = METHOD.matcher(line);
                if (found.matches()) {
                    path = found.group(1);
                } else if (verb.matches()) {
                    all.add(new Operation(verb.group(1).toUpperCase(java.util.Locale.ROOT), path));
                }
            }
            return all;
        }

        private static String resource(String name) throws IOException {
            try (InputStream file = RandomRequests.class.getResourceAsStream(name)) {
                return new String(file.readAllBytes(), UTF_8);
            }
        }

        /** As "issues": the ids that can be put in are of these. */
        String kind() {
            return path.split("/")[2];
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final String RESPONDER =
            "{\"name\":null,\"watch_pattern\":\"Random (bytes|signs) \\\\d+\",\"allow_retry\":true,\"enabled\":true,"
                    + "\"actions\":[{\"target_function\":\"log\",\"function_kwargs\":{\"level\":\"info\"},\"delay_sec\":1}]}";
    private static final String ASSERTION =
            "{\"name\":\"Random\",\"check_function\":\"disk-space\",\"arguments\":{\"path\":\"/tmp\",\"least_mib\":1},"
                    + "\"every\":\"1h\",\"enabled\":false,\"attempts\":2,\"timeout\":\"5s\"}";
    private static final String REASON = "{\"reason\":\"Random\"}";

    /** What each takes if nothing is wrong with it. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(
                    "POST /api/issues",
                    "{\"name\":\"Random bytes 1\",\"details\":{\"a\":[1,-2.5e3,{\"b\":null}],\"c\":\"\\u00e4\\\\ud83d\\\\ude00\"},"
                            + "\"record\":{\"type\":\"Order\",\"id\":4711},\"once\":true}"),
            Map.entry("POST /api/issues/resolve", "{\"name\":\"Random bytes 1\",\"reason\":\"Random\"}"),
            Map.entry("POST /api/issues/{id}/resolve", REASON),
            Map.entry("POST /api/issues/{id}/reopen", REASON),
            Map.entry("POST /api/issues/{id}/wont-fix", REASON),
            Map.entry("POST /api/responders", RESPONDER),
            Map.entry("PUT /api/responders/{id}", RESPONDER),
            Map.entry("POST /api/responders/try", "{\"watch_pattern\":\"Random .* [a-z]{2,3}\",\"name\":\"Random\"}"),
            Map.entry("POST /api/assertions", ASSERTION),
            Map.entry("PUT /api/assertions/{id}", ASSERTION),
            Map.entry("POST /api/jobs/check-assertions", "{\"assertion\":\"Random\"}"),
            Map.entry(
                    "POST /api/users",
                    "{\"name\":\"random\",\"password\":\"random horse battery\",\"role\":\"viewer\"}"),
            Map.entry("PUT /api/users/{id}", "{\"role\":\"operator\",\"enabled\":false}"),
            Map.entry(
                    "POST /api/tokens",
                    "{\"name\":\"random\",\"role\":\"viewer\",\"expires_at\":\"2999-12-31T23:59:59Z\"}"));

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final List<String> TYPES = List.of(
            "application/json;charset=utf-16",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "a/b;c");
    private static final List<String> OF_ITSELF =
            List.of("/", "/openapi", "/health", "/health/live", "/health/ready", "/metrics", "/api/openapi.json");
    private static final List<String> PARAMETERS =
            List.of("status", "name", "state", "after", "from", "opened_after", "who", "id", "text", "check", "next");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "500",
            "501",
            "2147483647",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775808",
            "1e9",
            "0x10",
            "1.5",
            "%D9%A3",
            "+1",
            "");

    /** Where text has a meaning of its own. */
    private static final List<String> SIGNS = List.of(
            "\\u0000",
            "\\ud800",
            "1e999",
            "-0",
            "null",
            "[[[[[[[[",
            "}",
            "\"",
            "\u0000",
            "\ud83d\ude00",
            "${x}",
            "#{1}",
            "'");

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern FORM_ID = Pattern.compile("(?<=^|&)id=([^&]*)");
    private static final Pattern LOCATION = Pattern.compile(".*/api/([a-z-]+)/(\\d+)");
    private static final Pattern FIELD = Pattern.compile("<(input|textarea|select|button)\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(name|value|type)=\"([^\"]*)\"");

    /** Its health, which is for everybody, does not pass Tocsin: it does not read parameters in such an encoding. */
    private static final Pattern OF_THE_APP_SERVER =
            Pattern.compile("500 \\w+ /health\\S* as application/json;charset=utf-16");

    /** Of one thing, which their buttons change: that is made here. */
    private static final List<String> OF_ONE_THING =
            List.of("/tocsin/issue.xhtml", "/tocsin/responder.xhtml", "/tocsin/assertion.xhtml");

    private final int port;
    private final List<Operation> operations;
    private final List<String> pages;
    private final Map<String, Queue<String>> made = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> leftAlone = new ConcurrentHashMap<>();
    private final Set<String> faults = ConcurrentHashMap.newKeySet();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> succeeded = new ConcurrentSkipListSet<>();
    private final Queue<Duration> times = new ConcurrentLinkedQueue<>();

    RandomRequests(int port) throws IOException {
        this.port = port;
        operations = Operation.described();
        Path folder = Path.of("src/main/resources/META-INF/resources");
        try (Stream<Path> files = Files.walk(folder.resolve("tocsin"))) {
            pages = files.filter(file -> file.toString().endsWith(".xhtml"))
                    .map(file -> "/" + folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
        assertThat(operations).hasSizeGreaterThan(30);
        assertThat(operations).extracting(Operation::toString).containsAll(BODIES.keySet());
        assertThat(pages).containsAll(OF_ONE_THING);
    }

    /** These may be changed, too. */
    void mayChange(String kind, Collection<String> ids) {
        made.computeIfAbsent(kind, any -> new ConcurrentLinkedQueue<>()).addAll(ids);
    }

    /** No form is sent that names one of these: its button would do what it says, as somebody asks who may. */
    void mayNotChange(String kind, Collection<Long> ids) {
        leftAlone.put(kind, Set.copyOf(ids));
    }

    /** The requests that were answered with a fault of the server, or not at all, each with its body. */
    Set<String> faults() {
        return faults;
    }

    private void fault(String what, byte[] sent) {
        if (!OF_THE_APP_SERVER.matcher(what).matches()) {
            faults.add(what + "\n" + new String(sent, ISO_8859_1));
        }
    }

    /** The operations and the pages that nothing was sent to. */
    List<String> leftOut() {
        return Stream.concat(operations.stream().map(Operation::toString), pages.stream())
                .filter(one -> !sent.contains(one))
                .toList();
    }

    /** What was done as it was asked, at least once: operations, and the pages that somebody who has signed in was shown. */
    Set<String> succeeded() {
        return succeeded;
    }

    /** How long each took, the longest last. */
    List<Duration> times() {
        return times.stream().sorted().toList();
    }

    /**
     * Sends one, of any kind.
     *
     * @param program who may do everything
     * @param person the same, signed in to the pages
     */
    void send(Api program, Api person, Random chance) {
        int kind = chance.nextInt(20);
        if (kind == 0) {
            sendBytes(chance);
        } else if (kind < 16) {
            sendToApi(program, one(operations, chance), chance);
        } else if (kind < 18) {
            sendToPage(program.anonymous(), chance);
        } else {
            fillInPage(person, one(chance.nextBoolean() ? pages : OF_ONE_THING, chance), chance);
        }
    }

    private void sendToApi(Api api, Operation operation, Random chance) {
        String path = chance.nextInt(20) == 0 ? one(OF_ITSELF, chance) : operation.path();
        while (path.contains("{")) {
            path = path.replaceFirst("\\{\\w+}", id(operation.kind(), chance));
        }
        String method = chance.nextInt(4) == 0 ? one(METHODS, chance) : operation.method();
        boolean hasBody = !method.equals("GET") && !method.equals("HEAD");
        byte[] body = hasBody ? body(BODIES.getOrDefault(operation.toString(), "{}"), chance) : new byte[0];
        List<String> headers = new ArrayList<>(List.of("Content-Type", contentType(chance)));
        if (chance.nextInt(8) == 0) {
            headers.addAll(List.of("If-Match", chance.nextBoolean() ? "\"1\"" : printable(chance)));
        }
        if (method.equals(operation.method())) {
            sent.add(operation.toString());
        }
        Api.Answer answer = exchange(api, method, path + query(chance), body, headers);
        if (answer != null && answer.status() < 300 && method.equals(operation.method())) {
            succeeded.add(operation.toString());
            if (answer.status() != 200) {
                remember(answer, operation);
            }
        }
    }

    private void remember(Api.Answer answer, Operation operation) {
        Matcher location = LOCATION.matcher(String.valueOf(answer.header("Location")));
        Matcher id = ID.matcher(answer.body());
        if (location.matches()) {
            mayChange(location.group(1), List.of(location.group(2)));
        } else if (operation.method().equals("POST") && id.find()) {
            mayChange(operation.kind(), List.of(id.group(1)));
        }
    }

    private void sendToPage(Api nobody, Random chance) {
        String path = chance.nextInt(4) == 0 ? one(OF_ITSELF, chance) : one(pages, chance);
        sent.add(path);
        String method = one(METHODS, chance);
        boolean hasBody = !method.equals("GET") && !method.equals("HEAD");
        exchange(
                nobody,
                method,
                path + query(chance),
                hasBody ? body("{}", chance) : new byte[0],
                List.of("Content-Type", contentType(chance)));
    }

    /** As somebody does who has signed in, and whose browser has gone mad. */
    private void fillInPage(Api person, String page, Random chance) {
        String kind = page.replaceAll(".*/|\\.xhtml", "") + "s";
        String query =
                chance.nextInt(4) != 0 && OF_ONE_THING.contains(page) ? "?id=" + id(kind, chance) : query(chance);
        Api.Answer shown = exchange(person, "GET", page + query, new byte[0], List.of());
        if (shown == null || shown.status() != 200) {
            return;
        }
        succeeded.add(page);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields(shown.body(), OF_ONE_THING.contains(page), chance)) {
            if (chance.nextInt(8) != 0) {
                String value = switch (chance.nextInt(6)) {
                    case 0 -> encoded(chance);
                    case 1 -> one(NUMBERS, chance);
                    default -> java.net.URLEncoder.encode(field.getValue(), UTF_8);
                };
                form.writeBytes(
                        (java.net.URLEncoder.encode(field.getKey(), UTF_8) + "=" + value + "&").getBytes(UTF_8));
            }
        }
        List<String> headers =
                new ArrayList<>(List.of("Origin", person.root(), "Content-Type", "application/x-www-form-urlencoded"));
        if (chance.nextInt(4) == 0) {
            headers.addAll(List.of("Faces-Request", "partial/ajax"));
            form.writeBytes(
                    ("jakarta.faces.partial.ajax=true&jakarta.faces.source=" + encoded(chance)).getBytes(UTF_8));
        }
        byte[] body = chance.nextInt(4) == 0 ? changed(form.toByteArray(), chance) : form.toByteArray();
        if (ids(body).anyMatch(leftAlone.getOrDefault(kind, Set.of())::contains)) {
            return;
        }
        Api.Answer answer = exchange(person, "POST", page, body, headers);
        if (answer != null && answer.status() < 400) {
            succeeded.add("the form of " + page);
        }
    }

    /** What a form names, as the server reads it: +1 is 1 as well, and so are the digits of other scripts. */
    private static Stream<Long> ids(byte[] form) {
        return FORM_ID.matcher(new String(form, ISO_8859_1)).results().flatMap(found -> {
            try {
                return Stream.of(Long.valueOf(
                        java.net.URLDecoder.decode(found.group(1), UTF_8).strip()));
            } catch (IllegalArgumentException noNumber) {
                return Stream.empty();
            }
        });
    }

    /** What the form of a page has, and one of its buttons, if it is of what was made here; nobody signs out. */
    private static List<Map.Entry<String, String>> fields(String html, boolean withButton, Random chance) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        List<Map.Entry<String, String>> buttons = new ArrayList<>();
        Matcher tag = FIELD.matcher(html);
        while (tag.find()) {
            Map<String, String> attributes = new java.util.HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            String name = attributes.getOrDefault("name", "");
            boolean button = tag.group(1).equals("button") || "submit".equals(attributes.get("type"));
            if (!name.isEmpty() && !name.startsWith("signout")) {
                (button ? buttons : fields).add(Map.entry(name, attributes.getOrDefault("value", "")));
            }
        }
        if (withButton && !buttons.isEmpty()) {
            fields.add(one(buttons, chance));
        }
        return fields;
    }

    private Api.Answer exchange(Api api, String method, String path, byte[] body, List<String> headers) {
        String request = method + " " + path + " as " + contentType(headers);
        long start = System.nanoTime();
        try {
            Api.Answer answer = api.exchange(method, path, body, headers.toArray(String[]::new));
            // 501: not even the server knows the method.
            if (answer.status() >= 500 && answer.status() != 501) {
                fault(answer.status() + " " + request, body);
            }
            return answer;
        } catch (UncheckedIOException e) {
            fault(e.getCause() + " " + request, body);
            return null;
        } finally {
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Not even HTTP, or almost. It may be cut off, or the server waits for more; it is there for whoever comes. */
    private void sendBytes(Random chance) {
        byte[] bytes = switch (chance.nextInt(4)) {
            case 0 -> credentials(chance);
            case 1 ->
                changed(
                        ("POST /api/issues HTTP/1.1\r\nHost: localhost:" + port
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                                .getBytes(UTF_8),
                        chance);
            default -> bytes(1 + chance.nextInt(500), chance);
        };
        byte[] answer = new byte[100];
        int length = 0;
        try (Socket socket = connected()) {
            socket.setSoTimeout(200);
            socket.getOutputStream().write(bytes);
            length = Math.max(0, socket.getInputStream().read(answer));
        } catch (SocketTimeoutException | SocketException silentOrCutOff) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String first = new String(answer, 0, length, ISO_8859_1);
        if (first.matches("(?s)HTTP/1\\.\\d 50[0234].*")) {
            fault(first, bytes);
        }
    }

    /** Of nobody. */
    private byte[] credentials(Random chance) {
        String who = one(List.of("Basic ", "Bearer ", "Bearer tocsin_", "Digest ", "basic", ""), chance);
        byte[] secret = bytes(chance.nextInt(60), chance);
        String told = chance.nextBoolean() ? Base64.getEncoder().encodeToString(secret) : printable(chance);
        return ("GET " + one(List.of("/api/issues", "/openapi", "/metrics"), chance) + " HTTP/1.1\r\nHost: localhost:"
                        + port + "\r\nAuthorization: " + who + told + "\r\nConnection: close\r\n\r\n")
                .getBytes(UTF_8);
    }

    /** From an address of its own, because whoever guesses has to wait. */
    private Socket connected() {
        try {
            return new Socket("localhost", port, InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The server takes no connection any more", e);
        }
    }

    private static <T> T one(List<T> all, Random chance) {
        return all.get(chance.nextInt(all.size()));
    }

    private String id(String kind, Random chance) {
        List<String> some = new ArrayList<>(made.getOrDefault(kind, new ConcurrentLinkedQueue<>()));
        return switch (some.isEmpty() ? chance.nextInt(3) : chance.nextInt(8)) {
            case 0 -> encoded(chance);
            case 1 -> Long.toString(chance.nextLong());
            // Not 0 or 1, as somebody's id may be.
            case 2 -> one(List.of("-1", "9223372036854775807", "9223372036854775808", "0x7", "1e18"), chance);
            default -> one(some, chance);
        };
    }

    private static String contentType(List<String> headers) {
        int name = headers.indexOf("Content-Type");
        return name < 0 ? "nothing" : headers.get(name + 1);
    }

    private static String contentType(Random chance) {
        return chance.nextInt(4) == 0 ? one(TYPES, chance) : "application/json";
    }

    private static String query(Random chance) {
        return switch (chance.nextInt(4)) {
            case 0 -> "?" + encoded(chance) + "=" + encoded(chance) + "&limit=" + encoded(chance);
            case 1 -> "?limit=" + one(NUMBERS, chance);
            case 2 ->
                "?" + one(PARAMETERS, chance) + "=" + (chance.nextBoolean() ? encoded(chance) : one(NUMBERS, chance));
            default -> "";
        };
    }

    private static String encoded(Random chance) {
        StringBuilder text = new StringBuilder("x");
        for (byte one : bytes(chance.nextInt(12), chance)) {
            text.append(String.format("%%%02X", one));
        }
        return text.toString();
    }

    private static String printable(Random chance) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < chance.nextInt(20); i++) {
            text.append((char) (' ' + chance.nextInt(95)));
        }
        return text.toString();
    }

    /** What is right, or bytes, or what was right before some of it was changed. */
    private static byte[] body(String right, Random chance) {
        return switch (chance.nextInt(4)) {
            case 0 -> right.getBytes(UTF_8);
            case 1 -> bytes(chance.nextInt(2000), chance);
            default -> changed(right.getBytes(UTF_8), chance);
        };
    }

    private static byte[] bytes(int length, Random chance) {
        byte[] bytes = new byte[length];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static byte[] changed(byte[] right, Random chance) {
        byte[] changed = right;
        for (int i = chance.nextInt(4); i >= 0 && changed.length > 0; i--) {
            int from = chance.nextInt(changed.length);
            int to = Math.min(changed.length, from + chance.nextInt(8));
            byte[] instead = switch (chance.nextInt(4)) {
                case 0 -> new byte[0];
                case 1 -> one(SIGNS, chance).getBytes(UTF_8);
                case 2 -> Arrays.copyOfRange(changed, chance.nextInt(to + 1), to);
                default -> bytes(to - from, chance);
            };
            ByteArrayOutputStream next = new ByteArrayOutputStream();
            next.write(changed, 0, from);
            next.writeBytes(instead);
            next.write(changed, to, changed.length - to);
            changed = next.toByteArray();
        }
        return changed;
    }
}
