package dev.tocsin.assertion;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whether a TLS certificate is good for some days more. */
@ApplicationScoped
class TlsCertificateCheck implements Check {

    private static final int HTTPS = 443;
    private static final int DAYS = 14;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "tls-certificate";
    }

    @Override
    public String description() {
        return "The TLS certificate of a server expires in more than some days.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required("host", Argument.Type.LINE, "The name of the server"),
                Argument.optional("port", Argument.Type.NUMBER, "The port; 443 if it is not given"),
                Argument.optional("days", Argument.Type.NUMBER, "How many days; 14 if it is not given"));
    }

    @Override
    public Verdict check(CheckContext context) throws Exception {
        String host = context.text("host", "");
        int port = (int) context.number("port", HTTPS);
        long days = context.number("days", DAYS);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("host", host);
        details.put("port", port);
        details.put("days", days);
        try {
            X509Certificate certificate = certificate(host, port, context.timeout());
            Instant end = certificate.getNotAfter().toInstant();
            details.put("expires_at", end.toString());
            details.put("subject", certificate.getSubjectX500Principal().getName());
            return end.isAfter(clock.instant().plus(Duration.ofDays(days)))
                    ? Verdict.passed()
                    : Verdict.failed(details);
        } catch (IOException e) {
            details.put("reason", e.getClass().getSimpleName() + ": " + e.getMessage());
            return Verdict.failed(details);
        }
    }

    private static X509Certificate certificate(String host, int port, Duration timeout)
            throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new LookingOnly()}, null);
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setSoTimeout(millis);
            try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true)) {
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    /**
     * Takes any certificate: one that has expired, or that nobody signed, is what this check is to look at. Nothing
     * is sent over the connection.
     */
    private static final class LookingOnly extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
