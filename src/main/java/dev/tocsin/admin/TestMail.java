package dev.tocsin.admin;

import static dev.tocsin.security.Permission.ADMINISTER;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.MailServer;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.Text;
import dev.tocsin.security.AuditTrail;
import dev.tocsin.security.Needs;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;

/** Sends a mail in the way in which actions do, to see whether that works. One at a time, and not many. */
@ApplicationScoped
public class TestMail {

    static final Duration BETWEEN = Duration.ofSeconds(5);

    private static final Arguments ADDRESS =
            Arguments.of(Argument.required("address", Argument.Type.MAIL_ADDRESS, "where the mail goes"));

    @Inject
    private Settings settings;

    @Inject
    private NodeName node;

    @Inject
    private AuditTrail audit;

    @Inject
    private Clock clock;

    private Pause pause;

    @PostConstruct
    void start() {
        pause = new Pause(clock, BETWEEN);
    }

    /**
     * What came of it.
     *
     * @param sent whether the mail server took the mail
     * @param said the mail server's words if it did not
     * @param retryAfter after how long another may be sent, if this one was not tried; else zero
     */
    public record Result(boolean sent, String said, Duration retryAfter) {}

    /** @throws InvalidInput if it is no mail address */
    @Needs(ADMINISTER)
    public Result send(String address) {
        Problems problems = new Problems();
        ADDRESS.check(
                Json.provider()
                        .createObjectBuilder()
                        .add("address", address == null ? "" : address)
                        .build(),
                "",
                problems);
        problems.throwIfAny();
        Duration wait = pause.ask();
        if (!wait.isZero()) {
            return new Result(false, "", wait);
        }
        Result result = attempt(address);
        audit.record(
                "mail.test",
                address,
                JsonValue.NULL,
                Json.provider().createObjectBuilder().add("sent", result.sent()).build());
        return result;
    }

    private Result attempt(String address) {
        try {
            Transport.send(compose(address));
            return new Result(true, "", Duration.ZERO);
        } catch (MessagingException e) {
            return new Result(false, Masked.without(settings.mailPassword().orElse(""), said(e)), Duration.ZERO);
        }
    }

    private MimeMessage compose(String address) throws MessagingException {
        MimeMessage message = new MimeMessage(MailServer.session(settings));
        message.setFrom(new InternetAddress(settings.mailFrom()));
        message.addRecipient(Message.RecipientType.TO, new InternetAddress(address));
        message.setSubject("Test mail of Tocsin", "UTF-8");
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(
                "Someone asked for a test mail on the page " + settings.baseUrl()
                        + "/tocsin/settings.xhtml\nThat you read it means that Tocsin can send mails.\n\n-- \n"
                        + "Sent by Tocsin, on " + node.text() + "\n",
                "UTF-8");
        return message;
    }

    /** All that was said of it, in a line. */
    static String said(Throwable failure) {
        StringBuilder line = new StringBuilder();
        Throwable next = failure;
        for (int depth = 0; next != null && depth < 5; depth++, next = next.getCause()) {
            String words = next.getMessage() == null
                    ? next.getClass().getSimpleName()
                    : next.getMessage().strip();
            if (line.indexOf(words) < 0) {
                line.append(line.length() == 0 ? "" : ": ").append(words);
            }
        }
        return Text.visible(line.toString());
    }
}
