package dev.tocsin.security;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a program says of itself in the header {@code Authorization}. */
record AuthorizationHeader(String scheme, String name, String secret) {

    static final String BEARER = "bearer";
    static final String BASIC = "basic";

    private static final int MOST = 2000;

    /** Empty if there is none, or none that can be read. */
    static Optional<AuthorizationHeader> of(String header) {
        if (header == null || header.length() > MOST) {
            return Optional.empty();
        }
        String[] parts = header.strip().split(" +", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        if (parts[0].equalsIgnoreCase(BEARER)) {
            return Optional.of(new AuthorizationHeader(BEARER, "", parts[1].strip()));
        }
        return parts[0].equalsIgnoreCase(BASIC) ? basic(parts[1].strip()) : Optional.empty();
    }

    private static Optional<AuthorizationHeader> basic(String encoded) {
        try {
            String plain = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
            int colon = plain.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(
                            new AuthorizationHeader(BASIC, plain.substring(0, colon), plain.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    boolean isBearer() {
        return scheme.equals(BEARER);
    }

    @Override
    public String toString() {
        return scheme;
    }
}
