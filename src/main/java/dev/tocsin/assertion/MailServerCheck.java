package dev.tocsin.assertion;

import dev.tocsin.platform.MailServer;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.util.Map;

/** Whether the mail server of the configuration answers, and takes the login. */
@ApplicationScoped
class MailServerCheck implements Check {

    @Inject
    private Settings settings;

    @Override
    public String name() {
        return "mail-server";
    }

    @Override
    public String description() {
        return "The mail server answers, and takes the login; nothing is sent.";
    }

    @Override
    public Verdict check(CheckContext context) throws Exception {
        try (Transport transport = MailServer.session(settings).getTransport()) {
            transport.connect();
            return Verdict.passed();
        } catch (MessagingException e) {
            return Verdict.failed(Map.of(
                    "host",
                    settings.mailHost(),
                    "port",
                    settings.mailPort(),
                    "reason",
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }
}
