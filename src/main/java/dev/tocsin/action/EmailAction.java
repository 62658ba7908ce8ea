package dev.tocsin.action;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends a mail. Its {@code Message-ID} is the same at every attempt, so that a repetition can be told. */
@ApplicationScoped
class EmailAction implements Action {

    private Settings settings;

    /** For the container's proxy. */
    protected EmailAction() {}

    @Inject
    EmailAction(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "email";
    }

    /** What the seed's JSON calls it. */
    @Override
    public Set<String> aliases() {
        return Set.of("issue.actions.email");
    }

    @Override
    public String description() {
        return "Sends a mail. Without a message, one that shows the issue and links to it.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required("recipients", Argument.Type.MAIL_ADDRESSES, "One mail address, or a list of them"),
                Argument.optional("subject", Argument.Type.LINE, "The subject; the issue's name if it is not given"),
                Argument.optional("message_txt", Argument.Type.TEXT, "The message as plain text"),
                Argument.optional("message_html", Argument.Type.TEXT, "The message as HTML"),
                Argument.optional("reply_address", Argument.Type.MAIL_ADDRESS, "Where answers go (Reply-To)"));
    }

    @Override
    public Object execute(ActionContext context) throws Exception {
        MimeMessage message = compose(context);
        try {
            Transport.send(message);
        } catch (SendFailedException e) {
            throw sorted(e);
        }
        return Map.of("sent_to", context.texts("recipients"), "message_id", message.getMessageID());
    }

    /** The mail itself, taken apart: it is what would be sent. */
    @Override
    public Optional<ActionPreview> preview(ActionContext context) throws Exception {
        return Optional.of(IssueMail.preview(compose(context)));
    }

    private MimeMessage compose(ActionContext context) throws MessagingException, PermanentFailure {
        try {
            return new IssueMail(settings).compose(context);
        } catch (AddressException e) {
            throw new PermanentFailure("An address cannot be used: " + e.getMessage(), e);
        }
    }

    /** What the server refused for good is not tried again; nor is what some have got already. */
    private static Exception sorted(SendFailedException failure) {
        List<String> sent = texts(failure.getValidSentAddresses());
        List<String> refused = texts(failure.getInvalidAddresses());
        List<String> deferred = texts(failure.getValidUnsentAddresses());
        String why = Text.visible(reason(failure));
        if (!sent.isEmpty()) {
            String others = java.util.stream.Stream.concat(refused.stream(), deferred.stream())
                    .collect(Collectors.joining(", "));
            return new PermanentFailure(
                    "Sent to " + String.join(", ", sent) + ", but not to " + others + ": " + why
                            + " (not repeated, because some have it)",
                    failure);
        }
        if (!refused.isEmpty() && deferred.isEmpty()) {
            return new PermanentFailure("The mail server refused " + String.join(", ", refused) + ": " + why, failure);
        }
        return failure;
    }

    private static String reason(MessagingException failure) {
        Exception next = failure.getNextException();
        String said = next == null ? failure.getMessage() : next.getMessage();
        return said == null ? failure.getClass().getSimpleName() : said.strip();
    }

    private static List<String> texts(Address[] addresses) {
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses).map(Address::toString).toList();
    }
}
