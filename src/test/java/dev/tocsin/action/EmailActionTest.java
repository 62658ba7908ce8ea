package dev.tocsin.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.issue.TestIssues;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Setting;
import dev.tocsin.platform.Settings;
import jakarta.json.JsonObject;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmailActionTest {

    private static final Issue LATE =
            TestIssues.open(42, "Order late", Map.of("days", 3), RecordRef.of("Order", "A-7"));

    @RegisterExtension
    final GreenMailExtension server = new GreenMailExtension(setup());

    private static ServerSetup setup() {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(60_000);
        return setup;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'ops@example.com' | 1", "['ops@example.com'] | 1", "['ops@example.com','dev@example.com'] | 2"})
    void recipientsAreOneTextOrAList(String recipients, int mails) throws Exception {
        Object result = send(LATE, "{'recipients':" + recipients + "}");

        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(mails);
        List<String> to = Arrays.stream(received[0].getAllRecipients())
                .map(Object::toString)
                .toList();
        assertThat(to).contains("ops@example.com").hasSize(mails);
        assertThat(result).isEqualTo(Map.of("sent_to", to, "message_id", "<key-1@tocsin.example.com>"));
    }

    @Test
    void withoutAMessageTheMailShowsTheIssue() throws Exception {
        MimeMessage mail = received(LATE, "{}");

        assertThat(mail.getSubject()).isEqualTo("Order late");
        assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("bell@tocsin.example.com");
        assertThat(mail.isMimeType("text/plain")).isTrue();
        assertThat(text(mail))
                .startsWith("Order late\n")
                .contains(
                        "Record:  Order A-7\n",
                        "Opened:  2026-11-23 12:34:56 UTC\n",
                        "Seen:    1 time, last 2026-11-23 12:34:56 UTC\n",
                        "Issue:   https://tocsin.example.com/issues/42\n",
                        "Details:\n",
                        "\"days\": 3",
                        "because the issue's name matches Order .*");
    }

    @Test
    void whatAnIssueDoesNotHaveTheMailDoesNotShow() throws Exception {
        String text = text(received(TestIssues.open(7, "late"), "{}"));

        assertThat(text).doesNotContain("Details", "Record", "again").contains("Seen:    1 time,");
    }

    @Test
    void detailsThatAreATextAreShownAsOne() throws Exception {
        assertThat(text(received(TestIssues.open(7, "late", "it \"rains\"", null), "{}")))
                .contains("Details:\nit \"rains\"\n");
    }

    @Test
    void aReopenedIssueIsOpenAgain() throws Exception {
        assertThat(text(received(TestIssues.reopened(7, "late"), "{}")))
                .contains("Opened:  2026-11-23 12:36:56 UTC (again)\n");
    }

    @Test
    void aMessageReplacesTheStandardText() throws Exception {
        MimeMessage mail = received(LATE, "{'subject':'Look','message_txt':'Please look.'}");

        assertThat(mail.getSubject()).isEqualTo("Look");
        assertThat(mail.isMimeType("text/plain")).isTrue();
        assertThat(text(mail).strip()).isEqualTo("Please look.");
    }

    @Test
    void anHtmlMessageIsSentAsHtml() throws Exception {
        MimeMessage mail = received(LATE, "{'message_html':'<p>Please look.</p>'}");

        assertThat(mail.isMimeType("text/html")).isTrue();
        assertThat(text(mail).strip()).isEqualTo("<p>Please look.</p>");
    }

    @Test
    void bothMessagesAreAlternativesWithTheRicherLast() throws Exception {
        MimeMessage mail = received(LATE, "{'message_txt':'Please look.','message_html':'<p>Please look.</p>'}");

        assertThat(mail.isMimeType("multipart/alternative")).isTrue();
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        BodyPart plain = parts.getBodyPart(0);
        BodyPart rich = parts.getBodyPart(1);
        assertThat(plain.isMimeType("text/plain")).isTrue();
        assertThat(plain.getContent()).isEqualTo("Please look.");
        assertThat(rich.isMimeType("text/html")).isTrue();
        assertThat(rich.getContent()).isEqualTo("<p>Please look.</p>");
    }

    @Test
    void aPreviewIsTheMailThatWouldBeSentAndSendsNothing() throws Exception {
        EmailAction action = action(server.getSmtp().getPort());
        ActionPreview preview = action.preview(context(
                        LATE,
                        "{'subject':'Größe','message_txt':'plain','message_html':'<p>rich</p>','reply_address':'desk@example.com'}",
                        "key-1",
                        1))
                .orElseThrow();

        assertThat(preview.lines())
                .extracting(ActionPreview.Line::name, ActionPreview.Line::value)
                .contains(
                        tuple("From", "bell@tocsin.example.com"),
                        tuple("To", "ops@example.com"),
                        tuple("Reply-To", "desk@example.com"),
                        tuple("Subject", "Größe"));
        assertThat(preview.text()).isEqualTo("plain");
        assertThat(preview.html()).isEqualTo("<p>rich</p>");
        assertThat(action.preview(context(LATE, "{}", "key-1", 1)).orElseThrow())
                .satisfies(standard -> assertThat(standard.text()).startsWith("Order late"))
                .satisfies(standard -> assertThat(standard.html()).isNull());
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void answersGoToTheReplyAddress() throws Exception {
        assertThat(received(LATE, "{'reply_address':'desk@example.com'}").getHeader("Reply-To"))
                .containsExactly("desk@example.com");
        assertThat(received(LATE, "{}").getHeader("Reply-To")).isNull();
    }

    @Test
    void theMailSaysThatAProgramSentItAndAboutWhichIssue() throws Exception {
        MimeMessage mail = received(LATE, "{}");

        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("X-Tocsin-Issue")).containsExactly("42");
    }

    @Test
    void everyAttemptHasTheSameMessageIdAndAnotherActionAnother() throws Exception {
        EmailAction action = action(server.getSmtp().getPort());
        action.execute(context(LATE, "{}", "key-1", 1));
        action.execute(context(LATE, "{}", "key-1", 2));
        action.execute(context(LATE, "{}", "key-2", 1));

        assertThat(server.getReceivedMessages())
                .extracting(MimeMessage::getMessageID)
                .containsExactly(
                        "<key-1@tocsin.example.com>", "<key-1@tocsin.example.com>", "<key-2@tocsin.example.com>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\r\n\r\n", "\n ", "\u2028"})
    void aNameWithLineBreaksCannotAddHeaders(String lineBreak) throws Exception {
        String name = "late" + lineBreak + "Bcc: all@example.com" + lineBreak + "X-Forged: yes";
        MimeMessage mail = received(TestIssues.open(7, name), "{'message_txt':'Please look.'}");

        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("X-Forged")).isNull();
        assertThat(mail.getSubject()).startsWith("late ").doesNotContain("\r", "\n");
        assertThat(text(mail).strip()).isEqualTo("Please look.");
    }

    @Test
    void textBeyondAsciiSurvives() throws Exception {
        String name = "Bestellung verspätet – 注文 😀";
        MimeMessage standard = received(TestIssues.open(7, name), "{}");

        assertThat(standard.getSubject()).isEqualTo(name);
        assertThat(text(standard)).startsWith(name + "\n");
        assertThat(standard.getHeader("Subject")[0]).isASCII();

        MimeMessage given =
                received(LATE, "{'subject':'" + name + "','message_txt':'Größe 😀','message_html':'<b>Größe 😀</b>'}");
        MimeMultipart parts = (MimeMultipart) given.getContent();
        assertThat(given.getSubject()).isEqualTo(name);
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Größe 😀");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<b>Größe 😀</b>");
    }

    @Test
    void aLongNameIsALongSubject() throws Exception {
        String name = "verspätet ".repeat(49) + "!";

        assertThat(received(TestIssues.open(7, name), "{}").getSubject()).isEqualTo(name);
    }

    @Test
    void aLineWithADotAloneDoesNotEndTheMail() throws Exception {
        assertThat(text(received(LATE, "{'message_txt':'before\\n.\\nafter'}")).strip())
                .isEqualTo("before\n.\nafter");
    }

    @Test
    void anEmptySubjectIsTheNameOfTheIssue() throws Exception {
        assertThat(received(LATE, "{'subject':' '}").getSubject()).isEqualTo("Order late");
    }

    @Test
    void aServerThatDoesNotAnswerIsWorthAnotherAttempt() throws Exception {
        int nobody = portOfNobody();

        Throwable failure = catchThrowable(() -> action(nobody).execute(context(LATE, "{}", "key-1", 1)));

        assertThat(failure)
                .isInstanceOf(jakarta.mail.MessagingException.class)
                .isNotInstanceOf(PermanentFailure.class)
                .hasMessageContaining(Integer.toString(nobody));
    }

    @Test
    void aServerThatDoesNotEncryptIsNotSentToIfItHasTo() {
        Throwable failure =
                catchThrowable(() -> action(Map.of(Setting.MAIL_PORT, port(), Setting.MAIL_SECURITY, "starttls"))
                        .execute(context(LATE, "{}", "key-1", 1)));

        assertThat(failure).isInstanceOf(jakarta.mail.MessagingException.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void whoHasAUserLogsIn() throws Exception {
        server.setUser("ops@example.com", "bell", "ringer");

        action(Map.of(Setting.MAIL_PORT, port(), Setting.MAIL_USER, "bell", Setting.MAIL_PASSWORD, "ringer"))
                .execute(context(LATE, "{}", "key-1", 1));
        assertThat(server.getReceivedMessages()).hasSize(1);

        Throwable failure = catchThrowable(() -> action(Map.of(
                        Setting.MAIL_PORT, port(), Setting.MAIL_USER, "bell", Setting.MAIL_PASSWORD, "hush-hush"))
                .execute(context(LATE, "{}", "key-2", 1)));
        assertThat(failure).isNotNull().isNotInstanceOf(PermanentFailure.class);
        assertThat(failure.toString()).doesNotContain("hush");
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'recipients':'ops@example.com'} | true",
                "{'recipients':['ops@example.com'],'subject':'a','message_txt':'b\\nc','message_html':'d'} | true",
                "{} | false",
                "{'recipients':[]} | false",
                "{'recipients':'ops@example.com','subject':'a\\r\\nBcc: b@c'} | false",
                "{'recipients':'ops@example.com','reply_address':'a@b,c@d'} | false",
                "{'recipient':'ops@example.com'} | false"
            })
    void itsArgumentsAreChecked(String given, boolean accepted) {
        Problems problems = new Problems();

        new EmailAction(settings(Map.of()))
                .arguments()
                .check((JsonObject) Json.parse(given.replace('\'', '"')), "kwargs", problems);

        assertThat(problems.isEmpty()).isEqualTo(accepted);
    }

    @Test
    void itAnswersToTheNamesOfTheSeed() {
        EmailAction action = new EmailAction(settings(Map.of()));

        assertThat(action.name()).isEqualTo("email");
        assertThat(action.aliases()).containsExactly("issue.actions.email");
    }

    private Object send(Issue issue, String arguments) throws Exception {
        return action(server.getSmtp().getPort()).execute(context(issue, arguments, "key-1", 1));
    }

    /** The mail that is sent with these arguments. */
    private MimeMessage received(Issue issue, String arguments) throws Exception {
        send(issue, arguments);
        MimeMessage[] received = server.getReceivedMessages();
        return received[received.length - 1];
    }

    private static ActionContext context(Issue issue, String arguments, String idempotencyKey, int attempt) {
        JsonObject given = (JsonObject) Json.parse(arguments.replace('\'', '"'));
        JsonObject whole = given.containsKey("recipients")
                ? given
                : Json.provider()
                        .createObjectBuilder(given)
                        .add("recipients", "ops@example.com")
                        .build();
        return new ActionContext(
                issue,
                whole,
                idempotencyKey,
                attempt,
                issue.openedAt(),
                "Order .*",
                URI.create("https://tocsin.example.com/issues/" + issue.id()));
    }

    private String port() {
        return Integer.toString(server.getSmtp().getPort());
    }

    private static EmailAction action(int port) {
        return action(Map.of(Setting.MAIL_PORT, Integer.toString(port)));
    }

    private static EmailAction action(Map<Setting, String> values) {
        return new EmailAction(settings(values));
    }

    private static Settings settings(Map<Setting, String> values) {
        Map<Setting, String> common =
                Map.of(Setting.MAIL_HOST, "127.0.0.1", Setting.MAIL_FROM, "bell@tocsin.example.com");
        return Settings.from(key -> Arrays.stream(Setting.values())
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .flatMap(setting -> Optional.ofNullable(values.getOrDefault(setting, common.get(setting)))));
    }

    private static String text(MimeMessage mail) throws Exception {
        return ((String) mail.getContent()).replace("\r\n", "\n");
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
