package dev.tocsin.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
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

    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ROUNDS = 210_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final long REMEMBERED_NANOS = 5L * 60 * 1_000_000_000;
    private static final int MOST_REMEMBERED = 1000;

    private final Map<String, Long> remembered = new LinkedHashMap<>();
    private final byte[] salt = new byte[32];

    /** However many guess at once, there is a core for others. */
    private final Semaphore atOnce =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    /** In the form of the others, of no password that anyone knows: compared with, it takes as long as they do. */
    private String nobodys;

    @Inject
    private Pbkdf2PasswordHash hashes;

    @PostConstruct
    void start() {
        new SecureRandom().nextBytes(salt);
        hashes.initialize(Map.of(
                "Pbkdf2PasswordHash.Algorithm",
                ALGORITHM,
                "Pbkdf2PasswordHash.Iterations",
                Integer.toString(ROUNDS),
                "Pbkdf2PasswordHash.SaltSizeBytes",
                Integer.toString(SALT_BYTES),
                "Pbkdf2PasswordHash.KeySizeBytes",
                Integer.toString(HASH_BYTES)));
        nobodys = String.join(":", ALGORITHM, Integer.toString(ROUNDS), random(SALT_BYTES), random(HASH_BYTES));
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
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
