package dev.tocsin.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server that takes only what is expected, and that can misbehave in the ways of real ones. A message that
 * nobody expects is remembered, and {@link #assertOnlyExpected()} tells of it.
 */
final class MailCollector implements AutoCloseable {

    /** How it behaves. */
    enum Manner {
        TAKES,
        /** Says at each greeting that it has no time now. */
        REFUSES,
        /** Accepts the connection and says nothing. */
        HANGS,
        /** Has no room for anybody's mail just now. */
        HAS_NO_ROOM,
        /** Takes the message, and says nothing more. */
        STAYS_SILENT_AFTER_DATA,
        /** Takes the message, and breaks off before it says so. */
        DROPS_AFTER_DATA;

        /** Whether it has the message, though nobody is told so. */
        boolean takesInSilence() {
            return this == STAYS_SILENT_AFTER_DATA || this == DROPS_AFTER_DATA;
        }
    }

    /** Whom it does not know. */
    static final String NOBODY = "nobody@example.org";

    private final ServerSocket socket;
    private final Set<String> expected = ConcurrentHashMap.newKeySet();
    private final Map<String, List<String>> taken = new ConcurrentHashMap<>();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Manner manner = Manner.TAKES;

    MailCollector() {
        try {
            socket = new ServerSocket(Server.freePort(), 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "mail-collector");
        thread.setDaemon(true);
        thread.start();
    }

    /** An action that sends one. */
    static Map<String, ?> mail(String subject) {
        return Map.of(
                "target_function",
                "email",
                "function_kwargs",
                Map.of("subject", subject, "recipients", "ops@example.org"));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** From now on; whoever is connected is cut off. */
    void behave(Manner next) {
        manner = next;
        connections.forEach(MailCollector::quietlyClose);
    }

    /** Messages of these subjects may come, each as often as it likes. */
    void expect(Collection<String> subjects) {
        expected.addAll(subjects);
    }

    /** By subject: the identities of the messages that came in whole, whether or not it said so. */
    Map<String, List<String>> taken() {
        return taken;
    }

    void assertOnlyExpected() {
        assertThat(unexpected).as("messages that nobody expects").isEmpty();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                daemon(() -> serve(connection));
            } catch (IOException closed) {
                assertThat(socket.isClosed()).isTrue();
            }
        }
    }

    private void serve(Socket connection) {
        Manner now = manner;
        try (connection;
                BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
            OutputStream out = connection.getOutputStream();
            if (now == Manner.HANGS) {
                in.readLine();
                return;
            }
            say(out, now == Manner.REFUSES ? "421 no time now" : "220 collector");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
                switch (command) {
                    case "RCPT" -> say(out, now == Manner.HAS_NO_ROOM ? "452 no room" : answer(line));
                    case "EHLO", "HELO", "MAIL", "RSET", "NOOP" -> say(out, "250 well");
                    case "DATA" -> {
                        say(out, "354 go on");
                        take(in);
                        if (now == Manner.STAYS_SILENT_AFTER_DATA) {
                            in.readLine();
                        }
                        if (now.takesInSilence()) {
                            return;
                        }
                        say(out, "250 taken");
                    }
                    case "QUIT" -> {
                        say(out, "221 until then");
                        return;
                    }
                    default -> say(out, "502 what?");
                }
            }
        } catch (IOException cutOff) {
            // as a mail server sees it every day
        } finally {
            connections.remove(connection);
        }
    }

    private static String answer(String recipient) {
        return recipient.contains(NOBODY) ? "550 there is no such person" : "250 well";
    }

    private void take(BufferedReader in) throws IOException {
        String subject = null;
        String id = null;
        boolean head = true;
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                return;
            }
            head &= !line.isEmpty();
            if (head && line.startsWith("Subject: ")) {
                subject = line.substring("Subject: ".length());
            } else if (head && line.startsWith("Message-ID: ")) {
                id = line.substring("Message-ID: ".length());
            }
        }
        if (subject == null || id == null || !expected.contains(subject)) {
            unexpected.add(subject + " " + id);
        } else {
            taken.computeIfAbsent(subject, none -> new CopyOnWriteArrayList<>()).add(id);
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
        out.flush();
    }

    private static void quietlyClose(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        quietlyCloseAll();
    }

    private void quietlyCloseAll() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(MailCollector::quietlyClose);
    }
}
