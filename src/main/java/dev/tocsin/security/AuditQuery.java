package dev.tocsin.security;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import java.time.Instant;

/**
 * Which entries of the audit trail; null is no restriction.
 *
 * @param who exactly, such as {@code user:anna}
 * @param what a whole word ({@code responder.update}), or what is before its dot ({@code responder})
 * @param from not before
 * @param to before
 * @param after where the last page ended
 */
public record AuditQuery(String who, String what, Instant from, Instant to, int limit, Cursor after) {

    public AuditQuery {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
    }
}
