package dev.tocsin.security;

import static dev.tocsin.security.Permission.ADMINISTER;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What programs show to be let in. Of each, only a digest is kept: whoever reads the table can use none. */
@ApplicationScoped
public class Tokens {

    static final String PREFIX = "tocsin_";

    private static final int BYTES = 32;
    private static final int MOST_NAME = 100;
    private static final Duration USE_KEPT = Duration.ofMinutes(1);
    private static final String COLUMNS = "id, name, role, created_at, created_by, expires_at, last_used_at";

    private final SecureRandom random = new SecureRandom();

    @Inject
    private Database database;

    @Inject
    private Ids ids;

    @Inject
    private Clock clock;

    @Inject
    private CurrentCaller caller;

    @Inject
    private UserTable users;

    @Inject
    private AuditTrail audit;

    /** By name; those that have expired, too. */
    @Needs(ADMINISTER)
    @InTransaction
    public List<Token> list() {
        return database.query("SELECT " + COLUMNS + " FROM tocsin_token ORDER BY name, id", Token::read);
    }

    /**
     * Makes a token.
     *
     * @param expiresAt null for never
     * @return with the secret, which nobody can tell again
     * @throws InvalidInput naming everything that is wrong
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = InvalidInput.class)
    public NewToken create(String name, Role role, Instant expiresAt) {
        Instant now = clock.instant();
        check(name, role, expiresAt, now);
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Token token = new Token(
                ids.next(),
                name,
                role,
                now,
                caller.get().map(Caller::text).orElse(Caller.CODE),
                Optional.ofNullable(expiresAt),
                Optional.empty());
        // Two who make the same one do so in turn.
        users.hold();
        if (!database.query("SELECT id FROM tocsin_token WHERE name = ?", row -> row.getLong(1), name)
                .isEmpty()) {
            throw new InvalidInput("name", "is " + Problems.shown(name) + ", which is the name of another token");
        }
        database.update(
                "INSERT INTO tocsin_token (id, name, secret_hash, role, created_at, created_by, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                name,
                digest(secret),
                role,
                now,
                token.createdBy(),
                Database.nullable(expiresAt));
        audit.record("token.create", name, JsonValue.NULL, json(token));
        return new NewToken(token, secret);
    }

    private static void check(String name, Role role, Instant expiresAt, Instant now) {
        Problems problems = new Problems();
        Text.checkFilled(name, "name", MOST_NAME, problems);
        if (name != null && name.chars().anyMatch(Character::isISOControl)) {
            problems.add("name", "has a line break or another control character; needed is a text in one line");
        }
        if (role == null) {
            problems.add("role", "is missing; needed is reporter, viewer, operator or admin");
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            problems.add("expires_at", "is " + expiresAt + ", which has passed; needed is a time to come, or none");
        }
        problems.throwIfAny();
    }

    /**
     * Takes a token back: from now on it is refused, on all nodes.
     *
     * @throws TokenNotFound if there is none of that id
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = TokenNotFound.class)
    public void revoke(long id) {
        Token token = database.query("SELECT " + COLUMNS + " FROM tocsin_token WHERE id = ?", Token::read, id).stream()
                .findFirst()
                .orElseThrow(() -> new TokenNotFound(id));
        database.update("DELETE FROM tocsin_token WHERE id = ?", id);
        audit.record("token.revoke", token.name(), json(token), JsonValue.NULL);
    }

    /** Whose secret this is; empty if it is nobody's, or has expired. Index: the unique key of the hash. */
    @InTransaction
    Optional<Token> of(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Token> token = database
                .query("SELECT " + COLUMNS + " FROM tocsin_token WHERE secret_hash = ?", Token::read, digest(secret))
                .stream()
                .filter(found -> !found.isExpired(now))
                .findFirst();
        token.filter(found -> found.lastUsedAt()
                        .map(last -> last.plus(USE_KEPT).isBefore(now))
                        .orElse(true))
                .ifPresent(found ->
                        database.update("UPDATE tocsin_token SET last_used_at = ? WHERE id = ?", now, found.id()));
        return token;
    }

    /** Of 256 random bits, a plain digest is as good as a slow one. */
    static String digest(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject json(Token token) {
        JsonObjectBuilder json =
                Json.provider().createObjectBuilder().add("role", token.role().word());
        token.expiresAt().ifPresent(at -> json.add("expires_at", at.toString()));
        return json.build();
    }
}
