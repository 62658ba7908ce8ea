package dev.tocsin.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Makes and compares the hashes of passwords, which is slow on purpose: OWASP's 210,000 rounds of HMAC-SHA512.
 * So what a program sends with each request by Basic is remembered for some minutes: by the stored
 * hash and a digest salted for this process alone, never the password itself.
 */
@ApplicationScoped
class Passwords {

    private static final long REMEMBERED_NANOS = 5L * 60 * 1_000_000_000;
    private static final int MOST_REMEMBERED = 1000;

    private final Map<String, Long> remembered = new LinkedHashMap<>();
    private final byte[] salt = new byte[32];

    /** However many guess at once, there is a core for others. */
    private final Semaphore atOnce =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private String nobodys;

    @Inject
    private Pbkdf2PasswordHash hashes;

    @PostConstruct
    void start() {
        new SecureRandom().nextBytes(salt);
        hashes.initialize(Map.of(
                "Pbkdf2PasswordHash.Algorithm",
                "PBKDF2WithHmacSHA512",
                "Pbkdf2PasswordHash.Iterations",
                "210000",
                "Pbkdf2PasswordHash.SaltSizeBytes",
                "16",
                "Pbkdf2PasswordHash.KeySizeBytes",
                "32"));
        nobodys = hash(HexFormat.of().formatHex(salt));
    }

    String hash(String password) {
        return slowly(() -> hashes.generate(password.toCharArray()));
    }

    /** @param stored null for a user that does not exist, which takes just as long */
    boolean verify(String password, String stored) {
        boolean same = slowly(() -> hashes.verify(password.toCharArray(), stored == null ? nobodys : stored));
        return same && stored != null;
    }

    /** Whether it was verified a short time ago. */
    synchronized boolean remembers(String password, String stored) {
        Long at = remembered.get(key(password, stored));
        return at != null && System.nanoTime() - at < REMEMBERED_NANOS;
    }

    synchronized void remember(String password, String stored) {
        remembered.put(key(password, stored), System.nanoTime());
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }

    private String key(String password, String stored) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()) + stored;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T slowly(java.util.function.Supplier<T> work) {
        atOnce.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            atOnce.release();
        }
    }
}
