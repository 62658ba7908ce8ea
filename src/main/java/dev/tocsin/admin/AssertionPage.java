package dev.tocsin.admin;

import dev.tocsin.assertion.Assertion;
import dev.tocsin.assertion.AssertionChanged;
import dev.tocsin.assertion.AssertionJson;
import dev.tocsin.assertion.AssertionNotFound;
import dev.tocsin.assertion.AssertionRun;
import dev.tocsin.assertion.AssertionService;
import dev.tocsin.assertion.Checks;
import dev.tocsin.assertion.Definition;
import dev.tocsin.assertion.RunProgress;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.job.IllegalJobChange;
import dev.tocsin.job.Job;
import dev.tocsin.job.JobNotFound;
import dev.tocsin.job.JobStatus;
import dev.tocsin.job.Jobs;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import dev.tocsin.security.CurrentCaller;
import dev.tocsin.security.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** One assertion: what it is, what came of checking it; and the form that makes or changes one. */
@RequestScoped
@Named("tocsinAssertion")
public class AssertionPage {

    static final String PATH = "/tocsin/assertion.xhtml";
    private static final int TREND = 100;
    private static final int ISSUES = 10;

    /** A job that was asked for a moment ago has not begun its runs yet. */
    private static final Duration BEGINNING = Duration.ofSeconds(30);

    @Inject
    private AssertionService assertions;

    @Inject
    private AssertionJson json;

    @Inject
    private Checks checks;

    @Inject
    private Jobs jobs;

    @Inject
    private IssueService issues;

    @Inject
    private CurrentCaller caller;

    @Inject
    private Messages messages;

    @Inject
    private Texts texts;

    @Inject
    private Clock clock;

    private Long id;
    private Assertion assertion;
    private Checks.Described check;
    private boolean editing;
    private AssertionForm form;
    private Long version;
    private boolean conflict;
    private boolean gone;

    private List<AssertionRun> runs = List.of();
    private RunProgress progress;
    private Job job;
    private List<Issue> open = List.of();
    private boolean moreOpen;

    @PostConstruct
    void read() {
        id = FacesPage.id().orElse(null);
        assertion = id == null ? null : assertions.find(id).orElse(null);
        check = (assertion == null
                        ? FacesPage.parameter("check")
                        : Optional.of(assertion.definition().checkFunction()))
                .flatMap(this::described)
                .orElse(null);
        editing =
                assertion == null ? check != null : FacesPage.parameter("edit").isPresent();
        version = FacesPage.parameter("version")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElse(assertion == null ? null : assertion.version());
        if (editing) {
            form = AssertionForm.of(check, checks.entities(), base(), assertion != null && assertion.declared());
        } else if (assertion != null) {
            readWhatIsKnown();
        } else if (id != null && FacesPage.isSent()) {
            leave(new AssertionNotFound(id));
        }
    }

    /** It was deleted while the page was open. */
    private void leave(AssertionNotFound why) {
        messages.refused(why);
        FacesPage.redirect(new PageAddress(AssertionsPage.PATH));
    }

    private Optional<Checks.Described> described(String name) {
        return checks.all().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private Definition base() {
        return assertion == null ? Definition.of("", check.name()) : assertion.definition();
    }

    private void readWhatIsKnown() {
        runs = assertions.history(assertion.id());
        progress = assertions.running(List.of(assertion)).get(assertion.id());
        job = progress != null ? job(progress.run().jobId()) : lastJob();
        Page<Issue> found =
                issues.find(IssueQuery.newest(ISSUES).withName(assertion.name()).withStatus(IssueStatus.OPEN));
        open = found.items();
        moreOpen = found.next().isPresent();
    }

    /** The one that was just asked for, or else that of a last run that was cut off. */
    private Job lastJob() {
        Job asked = FacesPage.parameter("job")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(text -> job(Long.valueOf(text)))
                .orElse(null);
        if (asked != null && !asked.status().hasEnded()
                || runs.isEmpty()
                || runs.get(0).finishedAt() != null) {
            return asked;
        }
        return job(runs.get(0).jobId());
    }

    private Job job(Long jobId) {
        try {
            return jobId == null ? null : jobs.find(jobId);
        } catch (JobNotFound forgotten) {
            return null;
        }
    }

    /** Before the page is shown. */
    public void load() {
        if (id != null && assertion == null) {
            FacesPage.notFound();
        } else if ((id == null || editing) && !caller.may(Permission.ADMINISTER)) {
            FacesPage.forbidden();
        }
    }

    // --- What the buttons do --------------------------------------------------------------

    public void save() {
        form = form.typed(FacesPage::parameter);
        if (id != null && assertion == null) {
            gone();
            return;
        }
        try {
            Definition wanted = wanted();
            if (assertion == null) {
                Assertion made = assertions.create(wanted);
                messages.done("assertion.created", made.name());
                FacesPage.redirect(address(made.id()));
            } else {
                assertions.update(assertion.id(), version, wanted);
                messages.done("assertion.saved");
                FacesPage.redirect(address(assertion.id()));
            }
        } catch (InvalidInput e) {
            form.refused(e.problems());
            messages.now("form.refused");
        } catch (AssertionChanged e) {
            // What it is now is shown beside what was typed; saving once more is then meant.
            assertion = assertions.find(id).orElse(assertion);
            version = assertion.version();
            conflict = true;
            form.changedTo(assertion.definition());
        } catch (AssertionNotFound e) {
            gone();
        }
    }

    /** What was typed is shown as that of a new one: saving once more makes it. */
    private void gone() {
        assertion = null;
        version = null;
        gone = true;
    }

    /** Everything that is wrong at once: what cannot be read, and what the rest would be refused for. */
    private Definition wanted() {
        Problems problems = new Problems();
        Definition wanted = form.read(problems);
        if (!problems.isEmpty()) {
            List<Problem> all = new ArrayList<>(problems.all());
            try {
                json.check(wanted);
            } catch (InvalidInput e) {
                e.problems().stream()
                        .filter(more -> all.stream().noneMatch(one -> one.path().equals(more.path())))
                        .forEach(all::add);
            }
            throw new InvalidInput(all);
        }
        return wanted;
    }

    public void enable() {
        enabled(true, "assertion.enabled");
    }

    public void disable() {
        enabled(false, "assertion.disabled");
    }

    private void enabled(boolean wanted, String done) {
        change(done, found -> {
            Assertion now = assertions.find(found).orElseThrow(() -> new AssertionNotFound(found));
            assertions.update(found, now.version(), now.definition().enabled(wanted));
        });
    }

    public void delete() {
        try {
            assertions.delete(id, version);
            messages.done("assertion.deleted");
            FacesPage.redirect(new PageAddress(AssertionsPage.PATH));
        } catch (AssertionChanged | AssertionNotFound e) {
            messages.refused(e);
            FacesPage.redirect(address(id));
        }
    }

    public void run() {
        PageAddress next = address(id);
        try {
            if (progress != null || isBeginning()) {
                messages.done("assertion.already");
            } else {
                long started = assertions.start(assertion.name());
                messages.done("assertion.started");
                next = next.with("job", started);
            }
        } catch (AssertionNotFound | IllegalJobChange e) {
            messages.refused(e);
        }
        FacesPage.redirect(next);
    }

    public void stop() {
        long pressed = FacesPage.pressed("assertion:stop");
        change("assertion.stopping", none -> jobs.stop(pressed));
    }

    public void restart() {
        long pressed = FacesPage.pressed("assertion:restart");
        PageAddress next = address(id).with("job", pressed);
        try {
            jobs.restart(pressed);
            messages.done("assertion.restarted");
        } catch (IllegalJobChange | JobNotFound e) {
            messages.refused(e);
        }
        FacesPage.redirect(next);
    }

    private void change(String done, LongConsumer change) {
        try {
            change.accept(id);
            messages.done(done);
        } catch (AssertionNotFound | AssertionChanged | InvalidInput | IllegalJobChange | JobNotFound e) {
            messages.refused(e);
        }
        FacesPage.redirect(address(id).with("job", job == null ? null : job.id()));
    }

    private static PageAddress address(long id) {
        return new PageAddress(PATH).with("id", id);
    }

    // --- What is shown ----------------------------------------------------------------------

    public Assertion getAssertion() {
        return assertion;
    }

    public Definition getDefinition() {
        return assertion.definition();
    }

    public String getState() {
        return assertion == null ? "" : Trend.word(assertion.state());
    }

    public String getSchedule() {
        return Spans.words(assertion.schedule(), texts);
    }

    /** Null if the application has no such check. */
    public Checks.Described getCheck() {
        return check;
    }

    /** What one can be made from, those that come with Tocsin first. */
    public List<Checks.Described> getBuiltIn() {
        return checks.all().stream().filter(one -> !isOfCode(one)).toList();
    }

    /** Methods of the application that are assertions of their own already. */
    public List<Checks.Described> getOfCode() {
        return checks.all().stream().filter(AssertionPage::isOfCode).toList();
    }

    private static boolean isOfCode(Checks.Described check) {
        return check.name().contains(".");
    }

    /** Whether there is none yet, and what it is to be made from is not chosen either. */
    public boolean isChoosing() {
        return assertion == null && check == null;
    }

    public boolean isEditing() {
        return editing;
    }

    public boolean isConflict() {
        return conflict;
    }

    public boolean isGone() {
        return gone;
    }

    public Long getVersion() {
        return version;
    }

    /** Of a section: what, records, when, strictness. */
    public List<AssertionForm.Field> fields(String section) {
        return form == null
                ? List.of()
                : form.fields().stream()
                        .filter(field -> field.section().name().equalsIgnoreCase(section))
                        .toList();
    }

    /** What is wrong with no field in particular. */
    public List<Problem> getProblems() {
        return form == null ? List.of() : form.others();
    }

    public List<AssertionRun> getRuns() {
        return runs;
    }

    public AssertionRun getLastRun() {
        return runs.stream().filter(run -> run.finishedAt() != null).findFirst().orElse(null);
    }

    public String stateOf(AssertionRun run) {
        return run.state() != null
                ? Trend.word(run.state())
                : progress != null && progress.run().id() == run.id() ? "running" : "cancelled";
    }

    public String duration(AssertionRun run) {
        return run.duration()
                .map(duration -> Spans.shortly(duration, texts.locale()))
                .orElse("–");
    }

    public Trend getTrend() {
        return Trend.of(runs, TREND, texts);
    }

    /** Null if it is not being checked. */
    public RunProgress getProgress() {
        return progress;
    }

    /** How many records a second, and how much longer; empty before it can be told. */
    public String getPace() {
        return progress == null
                ? ""
                : progress.rate(clock.instant())
                        .map(rate -> texts.format(
                                "assertion.pace",
                                Math.round(rate),
                                Spans.shortly(progress.rest(clock.instant()).orElse(Duration.ZERO), texts.locale())))
                        .orElse("");
    }

    /** The job that checks it, was asked to, or was cut off; null for none. */
    public Job getJob() {
        return job;
    }

    /** Whether that job has to do with others, too. */
    public boolean isJobOfSeveral() {
        return job != null && job.parameters().getString("assertion", "").isEmpty();
    }

    public boolean isStoppable() {
        return job != null && job.status() == JobStatus.RUNNING;
    }

    public boolean isRestartable() {
        return progress == null
                && job != null
                && (job.status() == JobStatus.STOPPED || job.status() == JobStatus.FAILED);
    }

    /** Whether it was asked for, and has not begun. */
    public boolean isBeginning() {
        return progress == null
                && job != null
                && !job.status().hasEnded()
                && job.createdAt().isAfter(clock.instant().minus(BEGINNING));
    }

    /** Whether there is something to be seen every second. */
    public boolean isBusy() {
        return progress != null || isBeginning() || job != null && job.status() == JobStatus.STOPPING;
    }

    public List<Issue> getOpen() {
        return open;
    }

    public boolean isMoreOpen() {
        return moreOpen;
    }

    /** Where all its open issues are. */
    public String getIssues() {
        return FacesPage.root() + new PageAddress(IssuesPage.PATH).with("name", assertion.name());
    }
}
