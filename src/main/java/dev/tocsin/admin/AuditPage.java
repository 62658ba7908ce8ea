package dev.tocsin.admin;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.security.AuditEntry;
import dev.tocsin.security.AuditQuery;
import dev.tocsin.security.AuditTrail;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Who changed what. */
@RequestScoped
@Named("tocsinAudit")
public class AuditPage {

    private static final String PATH = "/tocsin/audit.xhtml";
    private static final int ROWS = 50;

    private static final List<String> COLUMNS =
            List.of("id", "at", "who", "address", "what", "subject", "before", "after");

    /** What is proposed to whoever filters; another word is as good. */
    private static final List<String> WORDS = List.of(
            "login",
            "login.failed",
            "login.succeeded",
            "password.change",
            "user",
            "token",
            "responder",
            "assertion",
            "issues.resolve",
            "mail.test");

    @Inject
    private AuditTrail audit;

    @Inject
    private Messages messages;

    private String who;
    private String what;
    private String from;
    private String to;
    private String after;
    private Page<AuditEntry> page = new Page<>(List.of(), Optional.empty());

    @PostConstruct
    void read() {
        who = FacesPage.parameter("who").orElse(null);
        what = FacesPage.parameter("what").orElse(null);
        from = FacesPage.parameter("from").orElse(null);
        to = FacesPage.parameter("to").orElse(null);
        after = FacesPage.parameter("after").orElse(null);
    }

    /** Before the page is shown. */
    public void load() {
        try {
            if (FacesPage.parameter("as").isPresent()) {
                Csv.send("audit.csv", COLUMNS, cursor -> audit.find(query(Csv.PAGE, cursor)), AuditPage::cells);
                return;
            }
            page = audit.find(query(ROWS, Pager.cursor(after)));
        } catch (InvalidInput e) {
            messages.refused(e);
        }
    }

    private AuditQuery query(int rows, Cursor cursor) {
        return new AuditQuery(who, what, DayText.startOf("from", from, 0), DayText.startOf("to", to, 1), rows, cursor);
    }

    private static List<String> cells(AuditEntry entry) {
        return List.of(
                Long.toString(entry.id()),
                entry.at().toString(),
                entry.who(),
                entry.address().orElse(""),
                entry.what(),
                entry.subject(),
                text(entry.before()),
                text(entry.after()));
    }

    private static String text(JsonValue value) {
        return value == JsonValue.NULL ? "" : value.toString();
    }

    private PageAddress address() {
        return new PageAddress(PATH)
                .with("who", who)
                .with("what", what)
                .with("from", from)
                .with("to", to);
    }

    public List<AuditEntry> getItems() {
        return page.items();
    }

    /** Whether there is anything to see in one of them. */
    public boolean isTold(JsonValue value) {
        return value != null && value != JsonValue.NULL && !JsonValue.EMPTY_JSON_OBJECT.equals(value);
    }

    /** What that person or program did. */
    public String by(String name) {
        return FacesPage.root() + new PageAddress(PATH).with("who", name);
    }

    public Pager getPager() {
        return new Pager(address(), after, page);
    }

    public boolean isFiltered() {
        return who != null || what != null || from != null || to != null;
    }

    public String getCsv() {
        return FacesPage.root() + address().with("as", "csv");
    }

    public List<String> getWords() {
        return WORDS;
    }

    public String getWho() {
        return who;
    }

    public String getWhat() {
        return what;
    }

    public String getFrom() {
        return DayText.shown(from);
    }

    public String getTo() {
        return DayText.shown(to);
    }
}
