package dev.tocsin.platform;

import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.util.Properties;

/** The mail server of the configuration. */
public final class MailServer {

    private MailServer() {}

    /** For sending by it: never unprotected where the configuration asks for protection, and not for ever. */
    public static Session session(Settings settings) {
        Properties properties = new Properties();
        boolean tls = settings.mailSecurity() == Settings.MailSecurity.TLS;
        String protocol = tls ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        String timeout = Long.toString(settings.mailTimeout().toMillis());
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty("mail.transport.protocol.rfc822", protocol);
        properties.setProperty(prefix + "host", settings.mailHost());
        properties.setProperty(prefix + "port", Integer.toString(settings.mailPort()));
        properties.setProperty(prefix + "connectiontimeout", timeout);
        properties.setProperty(prefix + "timeout", timeout);
        properties.setProperty(prefix + "writetimeout", timeout);
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "sendpartial", "true");
        switch (settings.mailSecurity()) {
            case AUTO -> properties.setProperty(prefix + "starttls.enable", "true");
            case STARTTLS -> {
                properties.setProperty(prefix + "starttls.enable", "true");
                properties.setProperty(prefix + "starttls.required", "true");
            }
            case TLS, NONE -> {
                // from the first byte, or never
            }
        }
        return settings.mailUser()
                .map(user -> {
                    properties.setProperty(prefix + "auth", "true");
                    String password = settings.mailPassword().orElse("");
                    return Session.getInstance(properties, new Login(user, password));
                })
                .orElseGet(() -> Session.getInstance(properties));
    }

    private static final class Login extends Authenticator {
        private final PasswordAuthentication login;

        Login(String user, String password) {
            login = new PasswordAuthentication(user, password);
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return login;
        }
    }
}
