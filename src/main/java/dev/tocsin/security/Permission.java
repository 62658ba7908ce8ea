package dev.tocsin.security;

import java.util.Locale;

/** What a caller may be allowed to do. */
public enum Permission {
    /** See issues, what was done about them, responders, assertions and jobs. */
    READ,
    /** Open and resolve issues. */
    REPORT,
    /** Reopen, won't fix, run actions again, cancel them, check assertions, start and stop jobs. */
    OPERATE,
    /** Change responders and assertions; users, tokens, settings, the audit trail. */
    ADMINISTER;

    /** For people: what one who lacks it may not do. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
