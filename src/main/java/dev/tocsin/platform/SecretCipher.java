package dev.tocsin.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one key of {@code tocsin.secret.key} can do: AES-256-GCM with a random nonce. The keys in use are
 * derived from its text by HKDF (RFC 5869) with SHA-256. A sealed text is
 * {@code 1.<id of the key>.<Base64 of nonce, ciphertext and tag>}.
 */
final class SecretCipher {

    private static final String VERSION = "1";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int ID = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final SecretKeySpec encryption;
    private final byte[] fingerprints;

    SecretCipher(String key) {
        byte[] extracted = hmac("tocsin".getBytes(UTF_8), key.getBytes(UTF_8));
        id = HexFormat.of().formatHex(expanded(extracted, "key id"), 0, ID);
        encryption = new SecretKeySpec(expanded(extracted, "encryption"), "AES");
        fingerprints = expanded(extracted, "fingerprints");
    }

    /** HKDF's second step, for as many bytes as the hash has. */
    private static byte[] expanded(byte[] extracted, String purpose) {
        return hmac(extracted, (purpose + '\u0001').getBytes(UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Tells the key, and nothing about it. */
    String id() {
        return id;
    }

    /** @param purpose has to be the same when it is opened: a sealed text is of no use anywhere else */
    String sealed(String secret, String purpose) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(secret.getBytes(UTF_8));
            byte[] both = ByteBuffer.allocate(NONCE + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
            return VERSION + "." + id + "." + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be encrypted", e);
        }
    }

    /** The id of the key that it was sealed with; empty if it is no sealed text that is known here. */
    static String keyOf(String sealed) {
        String[] parts = sealed.split("\\.", 3);
        return parts.length == 3 && parts[0].equals(VERSION) ? parts[1] : "";
    }

    /** @throws SecretLost if it was changed, or was sealed for another purpose */
    String opened(String sealed, String purpose) {
        try {
            byte[] both = Base64.getDecoder().decode(sealed.split("\\.", 3)[2]);
            byte[] nonce = java.util.Arrays.copyOf(both, NONCE);
            byte[] secret =
                    cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(both, NONCE, Math.max(0, both.length - NONCE));
            return new String(secret, UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new SecretLost("the stored secret was changed in the database; enter it again");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be decrypted", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(UTF_8));
        return cipher;
    }

    /** The same for the same secret, and of no use for guessing it without the key. */
    String fingerprint(String secret) {
        return HexFormat.of().formatHex(hmac(fingerprints, secret.getBytes(UTF_8)));
    }
}
