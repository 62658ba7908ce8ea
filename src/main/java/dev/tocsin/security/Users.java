package dev.tocsin.security;

import static dev.tocsin.security.Permission.ADMINISTER;

import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * The people who may log in, where Tocsin keeps them itself. There is always an admin who may: the last one
 * can neither be disabled, nor given another role, nor deleted.
 */
@ApplicationScoped
public class Users {

    @Inject
    private UserTable table;

    @Inject
    private Passwords passwords;

    @Inject
    private AuditTrail audit;

    /** By name. */
    @Needs(ADMINISTER)
    @InTransaction
    public List<User> list() {
        return table.all();
    }

    @Needs(ADMINISTER)
    @InTransaction
    public Optional<User> find(long id) {
        return table.find(id);
    }

    /**
     * Makes a user, whose password has to be changed at the first login.
     *
     * @throws InvalidInput naming everything that is wrong
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = InvalidInput.class)
    public User create(String name, String password, Role role) {
        Problems problems = new Problems();
        UserRules.checkName(name, problems);
        UserRules.checkPassword(password, name, "password", problems);
        UserRules.checkRole(role, problems);
        problems.throwIfAny();
        table.hold();
        if (table.find(name).isPresent()) {
            throw new InvalidInput("name", "is " + Problems.shown(name) + ", which is the name of another user");
        }
        User user = table.insert(name, passwords.hash(password), role, true);
        audit.record("user.create", name, JsonValue.NULL, json(user));
        return user;
    }

    /**
     * Makes an admin where nobody could log in as one. Of nodes that start together, one does.
     *
     * @return false if somebody can, or has that name
     */
    @InTransaction
    boolean createFirstAdmin(String name, String password, boolean mustChange) {
        table.hold();
        if (table.enabledAdmins() > 0 || table.find(name).isPresent()) {
            return false;
        }
        User user = table.insert(name, passwords.hash(password), Role.ADMIN, mustChange);
        audit.record("user.create", name, JsonValue.NULL, json(user));
        return true;
    }

    /**
     * Gives a user another role, or takes away the right to log in; it holds from the next request on, on all
     * nodes.
     *
     * @throws UserNotFound if there is none of that id
     * @throws InvalidInput if it would leave no admin
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {InvalidInput.class, UserNotFound.class})
    public User change(long id, Role role, boolean enabled) {
        return change(id, role, enabled, null);
    }

    /**
     * The same, with a new password as by {@link #resetPassword}.
     *
     * @param password null to leave it as it is
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {InvalidInput.class, UserNotFound.class})
    public User change(long id, Role role, boolean enabled, String password) {
        table.hold();
        User before = table.find(id).orElseThrow(() -> new UserNotFound(id));
        Problems problems = new Problems();
        UserRules.checkRole(role, problems);
        if (password != null) {
            UserRules.checkPassword(password, before.name(), "password", problems);
        }
        problems.throwIfAny();
        if (!enabled || role != Role.ADMIN) {
            requireAnotherAdmin(before, enabled ? "role" : "enabled");
        }
        table.change(id, role, enabled);
        User after = table.find(id).orElseThrow();
        if (!after.equals(before)) {
            audit.record("user.update", before.name(), json(before), json(after));
        }
        return password == null ? after : resetPassword(id, password);
    }

    /**
     * Gives a user a new password, to be changed at the next login; whoever is logged in by the old one is
     * not any more.
     *
     * @throws UserNotFound if there is none of that id
     * @throws InvalidInput if the password is refused
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {InvalidInput.class, UserNotFound.class})
    public User resetPassword(long id, String password) {
        User user = table.find(id).orElseThrow(() -> new UserNotFound(id));
        Problems problems = new Problems();
        UserRules.checkPassword(password, user.name(), "password", problems);
        problems.throwIfAny();
        table.setPassword(id, passwords.hash(password), true);
        audit.record("user.reset-password", user.name(), JsonValue.NULL, JsonValue.NULL);
        return table.find(id).orElseThrow();
    }

    /**
     * @throws UserNotFound if there is none of that id
     * @throws InvalidInput if it would leave no admin
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {InvalidInput.class, UserNotFound.class})
    public void delete(long id) {
        table.hold();
        User user = table.find(id).orElseThrow(() -> new UserNotFound(id));
        requireAnotherAdmin(user, "");
        table.delete(id);
        audit.record("user.delete", user.name(), json(user), JsonValue.NULL);
    }

    private void requireAnotherAdmin(User user, String path) {
        if (user.role() == Role.ADMIN && user.enabled() && table.enabledAdmins() < 2) {
            throw new InvalidInput(
                    path, Problems.shown(user.name()) + " is the last admin who can log in; make another one first");
        }
    }

    private static JsonObject json(User user) {
        return Json.provider()
                .createObjectBuilder()
                .add("role", user.role().word())
                .add("enabled", user.enabled())
                .build();
    }
}
