package dev.tocsin.admin;

import dev.tocsin.platform.Settings;
import dev.tocsin.retention.OldestIssue;
import dev.tocsin.retention.Retention;
import dev.tocsin.retention.RetentionState;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What of a page is about how long things are kept. */
@RequestScoped
@Named("tocsinKept")
public class KeptPage {

    @Inject
    private Retention retention;

    @Inject
    private Settings settings;

    @Inject
    private Texts texts;

    private RetentionState state;

    /**
     * How long something is kept.
     *
     * @param what the end of the key of its text
     */
    public record Rule(String what, String howLong) {}

    @PostConstruct
    void read() {
        state = retention.state();
    }

    public List<Rule> getRules() {
        return List.of(
                new Rule("resolved", shown(settings.keepResolved())),
                new Rule("wontfix", shown(settings.keepWontFix())),
                new Rule("history", shown(settings.keepHistory())),
                new Rule("audit", shown(settings.keepAudit())));
    }

    private String shown(Optional<Duration> kept) {
        return kept.map(this::shown).orElseGet(() -> texts.get("kept.forever"));
    }

    private String shown(Duration kept) {
        if (kept.compareTo(Duration.ofDays(1)) < 0) {
            return kept.compareTo(Duration.ofHours(1)) < 0
                    ? texts.format("kept.minutes", Math.max(1, kept.toMinutes()))
                    : texts.format("kept.hours", kept.toHours());
        }
        return texts.format("kept.days", kept.toDays());
    }

    /** How long resolved issues are; empty if it is for ever. */
    public String getResolvedFor() {
        return settings.keepResolved().map(this::shown).orElse("");
    }

    /** Null if there is no issue. */
    public OldestIssue getOldest() {
        return retention.oldestIssue().orElse(null);
    }

    public RetentionState getState() {
        return state;
    }
}
