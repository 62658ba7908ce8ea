package dev.tocsin.admin;

import dev.tocsin.dispatch.IllegalActionChange;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionNotFound;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Actor;
import dev.tocsin.issue.IllegalStatusChange;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueNotFound;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Settings;
import dev.tocsin.responder.ResponderMatches;
import dev.tocsin.security.CurrentCaller;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One issue: what it is, all that was done about it, and what happens next. */
@RequestScoped
@Named("tocsinIssue")
public class IssuePage {

    private static final int RELATED = 8;

    private static final String MEANWHILE = "meanwhile";

    @Inject
    private IssueService issues;

    @Inject
    private IssueActions actions;

    @Inject
    private ResponderMatches responders;

    @Inject
    private Settings settings;

    @Inject
    private CurrentCaller caller;

    @Inject
    private Messages messages;

    private Issue issue;
    private IssueStory story;
    private List<ResponderMatches.Match> matches;

    @PostConstruct
    void read() {
        issue = FacesPage.id().flatMap(issues::find).orElse(null);
        if (issue == null) {
            FacesPage.notFound();
        }
    }

    /** Before the page is shown. */
    public void load() {
        if (issue == null) {
            return;
        }
        FacesPage.parameter(MEANWHILE).ifPresent(yes -> messages.now("issue.meanwhile"));
        List<IssueAction> all = actions.ofIssue(issue.id());
        story = new IssueStory(issues.history(issue.id()), issues.bursts(issue.id()), all, actions.attempts(all));
        matches = responders.of(issue.name());
    }

    /**
     * Of a form that was sent, but nothing was done: its button is gone, because the issue has changed since the page was
     * opened.
     */
    public void show() {
        if (FacesPage.isSent() && issue != null) {
            // What is to be said on the next page can no longer be left for it once a page is being shown.
            FacesPage.redirect(new PageAddress("/tocsin/issue.xhtml")
                    .with("id", issue.id())
                    .with(MEANWHILE, "true"));
        }
    }

    public void resolve() {
        change("issue.resolved", reason -> issues.resolve(issue.id(), reason, Actor.of(caller)));
    }

    public void wontFix() {
        change("issue.wontfix", reason -> issues.wontFix(issue.id(), reason, Actor.of(caller)));
    }

    public void reopen() {
        change("issue.reopened", reason -> issues.reopen(issue.id(), reason, Actor.of(caller)));
    }

    public void runAgain() {
        change("issue.runagain", none -> actions.runAgain(FacesPage.pressed("issue:runagain")));
    }

    public void cancel() {
        change(
                "issue.cancelled",
                reason -> actions.cancel(FacesPage.pressed("issue:cancel"), reason, Actor.of(caller)));
    }

    /** What a button does, with the reason that was given. */
    @FunctionalInterface
    private interface Change {
        void make(String reason);
    }

    private void change(String done, Change change) {
        try {
            change.make(FacesPage.reason());
            messages.done(done);
        } catch (IllegalStatusChange | IllegalActionChange | IssueActionNotFound | IssueNotFound | InvalidInput e) {
            messages.refused(e);
        }
        FacesPage.redirect(new PageAddress("/tocsin/issue.xhtml").with("id", issue.id()));
    }

    public Issue getIssue() {
        return issue;
    }

    public String getStatus() {
        return issue == null ? "" : issue.status().name().toLowerCase(Locale.ROOT);
    }

    public List<IssueStory.Entry> getPast() {
        return story == null ? List.of() : story.past();
    }

    public List<IssueStory.Entry> getNext() {
        return story == null ? List.of() : story.next();
    }

    public List<ResponderMatches.Match> getMatches() {
        return matches == null ? List.of() : matches;
    }

    /** What people call a responder: its name, or else its pattern as it was. */
    public String responder(IssueAction action) {
        return matches.stream()
                .filter(match -> match.id() == action.responderId())
                .map(ResponderMatches.Match::title)
                .findFirst()
                .orElse(action.watchPattern());
    }

    /** Where the record is seen; null if nobody said. */
    public String getRecordUrl() {
        return issue.record()
                .map(record -> Optional.ofNullable(settings.recordUrls().get(record.type()))
                        .map(template -> template.replace(
                                "{id}",
                                URLEncoder.encode(record.id(), StandardCharsets.UTF_8)
                                        .replace("+", "%20")))
                        .orElse(null))
                .orElse(null);
    }

    public RecordRef getRecord() {
        return issue.record().orElse(null);
    }

    /** The newest others of its name. */
    public List<Issue> getOfSameName() {
        return others(IssueQuery.newest(RELATED + 1).withName(issue.name()));
    }

    /** The newest others about its record. */
    public List<Issue> getOfSameRecord() {
        return issue.record()
                .map(record -> others(IssueQuery.newest(RELATED + 1).withRecord(record)))
                .orElse(List.of());
    }

    private List<Issue> others(IssueQuery query) {
        return issues.find(query).items().stream()
                .filter(other -> other.id() != issue.id())
                .limit(RELATED)
                .toList();
    }
}
