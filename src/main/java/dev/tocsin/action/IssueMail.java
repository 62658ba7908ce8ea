package dev.tocsin.action;

import dev.tocsin.issue.Issue;
import dev.tocsin.platform.MailServer;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.Text;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A mail about an issue. */
final class IssueMail {

    private static final String UTF_8 = "UTF-8";
    private static final List<String> OWN_HEADERS = List.of("Auto-Submitted", "X-Tocsin-Issue");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Settings settings;

    IssueMail(Settings settings) {
        this.settings = settings;
    }

    MimeMessage compose(ActionContext context) throws MessagingException {
        MimeMessage message = new WithMessageId(MailServer.session(settings), messageId(context.idempotencyKey()));
        message.setFrom(new InternetAddress(settings.mailFrom()));
        for (String recipient : context.texts("recipients")) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        if (context.text("reply_address") != null) {
            message.setReplyTo(new InternetAddress[] {new InternetAddress(context.text("reply_address"))});
        }
        message.setSubject(subject(context), UTF_8);
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Tocsin-Issue", Long.toString(context.issue().id()));
        fill(message, context.text("message_txt"), context.text("message_html"), context);
        message.saveChanges();
        return message;
    }

    /** What can be read of a mail that {@link #compose} has made. Its id would tell nobody anything. */
    static ActionPreview preview(MimeMessage mail) throws MessagingException, IOException {
        List<ActionPreview.Line> headers = new ArrayList<>();
        headers.add(new ActionPreview.Line("From", addresses(mail.getFrom())));
        headers.add(new ActionPreview.Line("To", addresses(mail.getRecipients(Message.RecipientType.TO))));
        if (mail.getHeader("Reply-To") != null) {
            headers.add(new ActionPreview.Line("Reply-To", addresses(mail.getReplyTo())));
        }
        headers.add(new ActionPreview.Line("Subject", mail.getSubject()));
        for (String name : OWN_HEADERS) {
            headers.add(new ActionPreview.Line(name, mail.getHeader(name, null)));
        }
        if (mail.getContent() instanceof MimeMultipart parts) {
            return new ActionPreview(
                    headers,
                    parts.getBodyPart(0).getContent().toString(),
                    parts.getBodyPart(1).getContent().toString());
        }
        String content = mail.getContent().toString();
        boolean html = mail.isMimeType("text/html");
        return new ActionPreview(headers, html ? null : content, html ? content : null);
    }

    private static String addresses(Address[] addresses) {
        return Arrays.stream(addresses).map(Address::toString).collect(Collectors.joining(", "));
    }

    private static String subject(ActionContext context) {
        String given = context.text("subject");
        return Text.visible(given == null || given.isBlank() ? context.issue().name() : given);
    }

    private static void fill(MimeMessage message, String text, String html, ActionContext context)
            throws MessagingException {
        if (html == null) {
            message.setText(text == null ? standard(context) : text, UTF_8);
        } else if (text == null) {
            message.setText(html, UTF_8, "html");
        } else {
            MimeBodyPart plain = new MimeBodyPart();
            plain.setText(text, UTF_8);
            MimeBodyPart rich = new MimeBodyPart();
            rich.setText(html, UTF_8, "html");
            message.setContent(new MimeMultipart("alternative", plain, rich));
        }
    }

    /** What the mail says when the responder says nothing. */
    static String standard(ActionContext context) {
        Issue issue = context.issue();
        StringBuilder text = new StringBuilder();
        text.append(issue.name()).append("\n\n");
        issue.record()
                .ifPresent(record -> text.append("Record:  ").append(record).append('\n'));
        text.append("Opened:  ").append(TIME.format(issue.openedAt()));
        text.append(issue.regressed() ? " (again)\n" : "\n");
        text.append("Seen:    ").append(issue.occurrences()).append(issue.occurrences() == 1 ? " time" : " times");
        text.append(", last ").append(TIME.format(issue.lastSeenAt())).append('\n');
        text.append("Issue:   ").append(context.link()).append('\n');
        if (!context.detailsText().isEmpty()) {
            text.append("\nDetails:\n").append(context.detailsText()).append('\n');
        }
        text.append("\n-- \nSent by Tocsin, because the issue's name matches ")
                .append(context.watchPattern())
                .append('\n');
        return text.toString();
    }

    private String messageId(String idempotencyKey) {
        String from = settings.mailFrom();
        return "<" + idempotencyKey + "@" + from.substring(from.indexOf('@') + 1) + ">";
    }

    /** Saving a message gives it a new id, unless it is told otherwise. */
    private static final class WithMessageId extends MimeMessage {
        private final String id;

        WithMessageId(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
