package dev.tocsin.admin;

import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Settings;
import dev.tocsin.security.NewToken;
import dev.tocsin.security.Role;
import dev.tocsin.security.Token;
import dev.tocsin.security.TokenNotFound;
import dev.tocsin.security.Tokens;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** What programs show to be let in. */
@RequestScoped
@Named("tocsinTokens")
public class TokensPage {

    private static final String PATH = "/tocsin/tokens.xhtml";

    @Inject
    private Tokens tokens;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    @Inject
    private Messages messages;

    private String name;
    private String role;
    private String expires;
    private List<Token> all = List.of();
    private ShownOnce made;

    @PostConstruct
    void read() {
        name = FacesPage.parameter("name").orElse(null);
        role = FacesPage.parameter("role").orElse(Role.REPORTER.word());
        expires = FacesPage.parameter("expires").orElse(null);
    }

    /** Before the page is shown. */
    public void load() {
        all = tokens.list();
        made = ShownOnce.take(PATH);
    }

    public void create() {
        PageAddress next = new PageAddress(PATH);
        try {
            // Its last day is one on which it still works.
            NewToken token = tokens.create(name, word(role), DayText.startOf("expires", expires, 1));
            new ShownOnce(token.token().name(), token.token().role().word(), token.secret()).keep(PATH);
            messages.done("tokens.created", token.token().name());
        } catch (InvalidInput e) {
            messages.refused(e);
            next = next.with("name", name).with("role", role).with("expires", expires);
        }
        FacesPage.redirect(next);
    }

    public void revoke() {
        try {
            tokens.revoke(FacesPage.pressed("tokens:revoke"));
            messages.done("tokens.revoked");
        } catch (InvalidInput | TokenNotFound e) {
            messages.refused(e);
        }
        FacesPage.redirect(new PageAddress(PATH));
    }

    private static Role word(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    public List<Token> getItems() {
        return all;
    }

    public boolean isExpired(Token token) {
        return token.expiresAt().filter(at -> !clock.instant().isBefore(at)).isPresent();
    }

    public List<String> getRoles() {
        return Arrays.stream(Role.values()).map(Role::word).toList();
    }

    /** The one that was just made; null for none. */
    public ShownOnce getMade() {
        return made;
    }

    /** A command that shows that it works, by what its role may do. */
    public String getCommand() {
        String curl = "curl -H 'Authorization: Bearer " + made.secret() + "'";
        String issues = settings.baseUrl() + settings.restPath() + "/issues";
        return made.role().equals(Role.REPORTER.word())
                ? curl + " -H 'Content-Type: application/json' -d '{\"name\": \"Hello, Tocsin\"}' " + issues
                : curl + " '" + issues + "?status=open&limit=1'";
    }

    public boolean isApi() {
        return settings.restEnabled();
    }

    public String getName() {
        return name;
    }

    public String getRole() {
        return role;
    }

    public String getExpires() {
        return DayText.shown(expires);
    }
}
