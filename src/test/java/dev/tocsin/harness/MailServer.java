package dev.tocsin.harness;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;

/** A real mail server. It can be down, and come back on the same port. */
public final class MailServer implements AutoCloseable {

    private final int port = Server.freePort();
    private GreenMail running;

    public MailServer start() {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(60_000);
        running = new GreenMail(setup);
        running.start();
        return this;
    }

    public int port() {
        return port;
    }

    public List<MimeMessage> received() {
        return Arrays.asList(running.getReceivedMessages());
    }

    /** The subjects of what came in, in the order in which it did. */
    public List<String> subjects() {
        return received().stream().map(MailServer::subject).toList();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.stop();
        }
    }
}
