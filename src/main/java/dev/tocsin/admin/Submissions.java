package dev.tocsin.admin;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/**
 * What the forms of one session have made, so that one that is sent twice (a double click, a page loaded again) makes
 * nothing twice.
 */
@SessionScoped
class Submissions implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int KEPT = 50;

    private final LinkedHashMap<String, Long> made = new LinkedHashMap<>();

    /**
     * @param what the form's own mark and all that was sent with it; of that, a digest is kept, because it may have
     *     secrets
     * @return the id of what is made now, or was made when the same was sent before
     */
    synchronized long once(String what, LongSupplier making) {
        String digest = digest(what);
        Long before = made.get(digest);
        if (before != null) {
            return before;
        }
        long id = making.getAsLong();
        made.put(digest, id);
        if (made.size() > KEPT) {
            made.remove(made.keySet().iterator().next());
        }
        return id;
    }

    private static String digest(String what) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
