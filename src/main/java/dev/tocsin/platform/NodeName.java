package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** What this node is called: the host, for people, and something that no earlier start of it had. */
@ApplicationScoped
public class NodeName {

    private final String text = host() + "-" + UUID.randomUUID().toString().substring(0, 8);

    public String text() {
        return text;
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.length() <= 80 ? name : name.substring(0, 80);
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
