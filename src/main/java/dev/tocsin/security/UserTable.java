package dev.tocsin.security;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The table of users. Its hashes leave it for {@link Logins} alone. */
@ApplicationScoped
@InTransaction
class UserTable {

    private static final String COLUMNS =
            "id, name, role, enabled, must_change_password, password_version, created_at, last_login_at";

    @Inject
    private Database database;

    @Inject
    private Ids ids;

    @Inject
    private Clock clock;

    /** A user, and what a password is compared with. */
    record WithHash(User user, String hash) {

        @Override
        public String toString() {
            return "WithHash[" + user + "]";
        }
    }

    /** Index: the unique key of the name. */
    public List<User> all() {
        return database.query("SELECT " + COLUMNS + " FROM tocsin_user ORDER BY name", User::read);
    }

    /** Index: the primary key. */
    public Optional<User> find(long id) {
        return database.query("SELECT " + COLUMNS + " FROM tocsin_user WHERE id = ?", User::read, id).stream()
                .findFirst();
    }

    /** Index: the unique key of the name. */
    public Optional<User> find(String name) {
        return withHash(name).map(WithHash::user);
    }

    /** Index: the unique key of the name. */
    public Optional<WithHash> withHash(String name) {
        return database
                .query(
                        "SELECT password_hash, " + COLUMNS + " FROM tocsin_user WHERE name = ?",
                        row -> new WithHash(User.read(row), row.getString("password_hash")),
                        name)
                .stream()
                .findFirst();
    }

    public User insert(String name, String hash, Role role, boolean mustChange) {
        long id = ids.next();
        database.update(
                "INSERT INTO tocsin_user (id, name, password_hash, role, enabled, must_change_password,"
                        + " password_version, created_at) VALUES (?, ?, ?, ?, TRUE, ?, 0, ?)",
                id,
                name,
                hash,
                role,
                mustChange,
                clock.instant());
        return find(id).orElseThrow();
    }

    public void change(long id, Role role, boolean enabled) {
        database.update("UPDATE tocsin_user SET role = ?, enabled = ? WHERE id = ?", role, enabled, id);
    }

    public void setPassword(long id, String hash, boolean mustChange) {
        database.update(
                "UPDATE tocsin_user SET password_hash = ?, must_change_password = ?,"
                        + " password_version = password_version + 1 WHERE id = ?",
                hash,
                mustChange,
                id);
    }

    public void loggedIn(long id) {
        database.update("UPDATE tocsin_user SET last_login_at = ? WHERE id = ?", clock.instant(), id);
    }

    public void delete(long id) {
        database.update("DELETE FROM tocsin_user WHERE id = ?", id);
    }

    public long enabledAdmins() {
        return database.query(
                        "SELECT COUNT(*) FROM tocsin_user WHERE role = 'ADMIN' AND enabled = TRUE",
                        row -> row.getLong(1))
                .get(0);
    }

    /** Nobody else changes the list of users until the caller's transaction ends: two admins cannot remove each other. */
    public void hold() {
        database.query("SELECT held FROM tocsin_user_change FOR UPDATE", row -> 0);
    }
}
