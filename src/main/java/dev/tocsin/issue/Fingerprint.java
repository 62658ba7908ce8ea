package dev.tocsin.issue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A short digest of a name and a record: equal for "the same issue", and small enough for every index. */
final class Fingerprint {

    private static final int BYTES = 16;

    private Fingerprint() {}

    static String of(NewIssue issue) {
        return of(issue.name(), issue.record());
    }

    static String of(String name, RecordRef record) {
        MessageDigest digest = sha256();
        add(digest, name);
        if (record != null) {
            add(digest, record.type());
            add(digest, record.id());
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
    }

    /** With its length before it, so that no two lists of parts look the same. */
    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length});
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
