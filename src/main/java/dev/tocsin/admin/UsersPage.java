package dev.tocsin.admin;

import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Settings;
import dev.tocsin.security.Caller;
import dev.tocsin.security.CurrentCaller;
import dev.tocsin.security.Logins;
import dev.tocsin.security.RandomPassword;
import dev.tocsin.security.Role;
import dev.tocsin.security.User;
import dev.tocsin.security.UserNotFound;
import dev.tocsin.security.Users;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The people who may log in; where the host keeps them, what it has to call them. */
@RequestScoped
@Named("tocsinUsers")
public class UsersPage {

    private static final String PATH = "/tocsin/users.xhtml";

    /** What a user may be: the other role is for programs. */
    private static final List<Role> ROLES = List.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN);

    @Inject
    private Users users;

    @Inject
    private Logins logins;

    @Inject
    private Settings settings;

    @Inject
    private CurrentCaller caller;

    @Inject
    private Messages messages;

    private String name;
    private String role;
    private List<User> all = List.of();
    private ShownOnce made;

    @PostConstruct
    void read() {
        name = FacesPage.parameter("name").orElse(null);
        role = FacesPage.parameter("role").orElse(Role.VIEWER.word());
    }

    /** Before the page is shown. */
    public void load() {
        if (logins.areOurs()) {
            all = users.list();
            made = ShownOnce.take(PATH);
        }
    }

    public void create() {
        PageAddress next = new PageAddress(PATH);
        if (logins.areOurs()) {
            try {
                String password = RandomPassword.next();
                User user = users.create(name, password, word(role));
                new ShownOnce(user.name(), user.role().word(), password).keep(PATH);
                messages.done("users.created", user.name());
            } catch (InvalidInput e) {
                messages.refused(e);
                next = next.with("name", name).with("role", role);
            }
        }
        FacesPage.redirect(next);
    }

    public void changeRole() {
        change("users:setrole", user -> {
            Role wanted = word(FacesPage.parameter("role-" + user.id()).orElse(""));
            users.change(user.id(), wanted, user.enabled());
            messages.done("users.changed", user.name());
        });
    }

    public void enable() {
        change("users:enable", user -> {
            users.change(user.id(), user.role(), true);
            messages.done("users.enabled", user.name());
        });
    }

    public void disable() {
        change("users:disable", user -> {
            users.change(user.id(), user.role(), false);
            messages.done("users.disabled", user.name());
        });
    }

    public void resetPassword() {
        change("users:reset", user -> {
            if (isSelf(user)) {
                // It would end the session that is to show the new one.
                messages.failed("users.reset.self");
                return;
            }
            String password = RandomPassword.next();
            users.resetPassword(user.id(), password);
            new ShownOnce(user.name(), user.role().word(), password).keep(PATH);
            messages.done("users.reset.done", user.name());
        });
    }

    public void delete() {
        change("users:delete", user -> {
            users.delete(user.id());
            messages.done("users.deleted", user.name());
        });
    }

    private void change(String button, Consumer<User> change) {
        if (logins.areOurs()) {
            try {
                long id = FacesPage.pressed(button);
                change.accept(users.find(id).orElseThrow(() -> new UserNotFound(id)));
            } catch (InvalidInput e) {
                // Which field it was is plain from the button.
                e.problems().forEach(problem -> messages.refused(new InvalidInput("", problem.message())));
            } catch (UserNotFound e) {
                messages.refused(e);
            }
        }
        FacesPage.redirect(new PageAddress(PATH));
    }

    /** Null for one that no user has. */
    private static Role word(String word) {
        return ROLES.stream()
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    public boolean isOurs() {
        return logins.areOurs();
    }

    public List<User> getItems() {
        return all;
    }

    /** Whether there is nobody but who is looking. */
    public boolean isAlone() {
        return all.size() < 2;
    }

    public boolean isSelf(User user) {
        return caller.get()
                .filter(found ->
                        found.kind() == Caller.Kind.USER && found.name().equals(user.name()))
                .isPresent();
    }

    public List<String> getRoles() {
        return ROLES.stream().map(Role::word).toList();
    }

    /** What the host calls each role. */
    public List<Map.Entry<String, String>> getGroups() {
        return List.of(
                Map.entry(Role.ADMIN.word(), settings.adminRole()),
                Map.entry(Role.OPERATOR.word(), settings.operatorRole()),
                Map.entry(Role.VIEWER.word(), settings.viewerRole()),
                Map.entry(Role.REPORTER.word(), settings.reporterRole()));
    }

    /** Whoever was just made, or got a new password; null for nobody. */
    public ShownOnce getMade() {
        return made;
    }

    public String getName() {
        return name;
    }

    public String getRole() {
        return role;
    }
}
