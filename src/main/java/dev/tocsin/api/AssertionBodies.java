package dev.tocsin.api;

import dev.tocsin.assertion.Assertion;
import dev.tocsin.assertion.AssertionRun;
import dev.tocsin.assertion.Checks;
import dev.tocsin.assertion.Definition;
import dev.tocsin.assertion.RecordSelection;
import dev.tocsin.job.Job;
import dev.tocsin.platform.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;

/** The JSON of assertions, checks and jobs. */
final class AssertionBodies {

    private AssertionBodies() {}

    static JsonObjectBuilder assertion(Assertion assertion, AssertionRun lastRun, Optional<Long> runningJob) {
        Definition what = assertion.definition();
        Optional<RecordSelection> records = Optional.ofNullable(what.records());
        return Bodies.object()
                .add("id", assertion.id())
                .add("name", assertion.name())
                .add("check_function", what.checkFunction())
                .add("arguments", what.arguments())
                .add("entity_type", Bodies.text(records.map(RecordSelection::entityType)))
                .add("persistence_unit", Bodies.text(records.map(RecordSelection::unit)))
                .add("where", Bodies.text(records.map(RecordSelection::where)))
                .add("query", Bodies.text(records.map(RecordSelection::query)))
                .add("every", Bodies.text(Optional.ofNullable(what.schedule().every())))
                .add("cron", Bodies.text(Optional.ofNullable(what.schedule().cron())))
                .add("zone", what.schedule().zone())
                .add("enabled", assertion.enabled())
                .add("attempts", what.attempts())
                .add("timeout", what.timeout())
                .add("max_issues", what.maxIssues())
                .add("declared", assertion.declared())
                .add("present", assertion.present())
                .add("schedule_set", assertion.scheduleSet())
                .add("enabled_set", assertion.enabledSet())
                .add("state", QueryParameters.word(assertion.state()))
                .add("consecutive_failures", assertion.consecutiveFailures())
                .add("next_run_at", Bodies.time(assertion.nextRunAt().orElse(null)))
                .add("last_run", lastRun == null ? JsonValue.NULL : run(lastRun))
                .add("running_job_id", number(runningJob));
    }

    static JsonValue run(AssertionRun run) {
        return Bodies.object()
                .add("job_id", number(Optional.ofNullable(run.jobId())))
                .add("started_at", Bodies.time(run.startedAt()))
                .add("finished_at", Bodies.time(run.finishedAt()))
                .add("duration_ms", number(run.duration().map(java.time.Duration::toMillis)))
                .add("state", Bodies.text(Optional.ofNullable(run.state()).map(QueryParameters::word)))
                .add("records_checked", run.checked())
                .add("records_failing", run.failing())
                .add("issues_opened", run.opened())
                .add("issues_resolved", run.resolved())
                .add("message", Bodies.text(Optional.ofNullable(run.message())))
                .add("node", run.node())
                .build();
    }

    static JsonValue check(Checks.Described check) {
        return Bodies.object()
                .add("name", check.name())
                .add("kind", check.kind())
                .add("description", check.description())
                .add("record_type", Bodies.text(Optional.ofNullable(check.recordType())))
                .add("arguments", Bodies.arguments(check.arguments()))
                .build();
    }

    static JsonValue job(Job job, Instant now) {
        return Bodies.object()
                .add("id", job.id())
                .add("name", job.name())
                .add("parameters", job.parameters())
                .add("status", QueryParameters.word(job.status()))
                .add("started_at", Bodies.time(job.createdAt()))
                .add("finished_at", Bodies.time(job.finishedAt()))
                .add("records_total", job.total())
                .add("records_checked", job.done())
                .add("records_failing", job.failing())
                .add(
                        "records_per_second",
                        job.rate(now)
                                .<JsonValue>map(rate -> Json.provider().createValue(Math.round(rate)))
                                .orElse(JsonValue.NULL))
                .add("remaining_ms", number(job.rest(now).map(java.time.Duration::toMillis)))
                .add("message", Bodies.text(Optional.ofNullable(job.message())))
                .add("node", job.node())
                .build();
    }

    private static JsonValue number(Optional<Long> value) {
        return value.<JsonValue>map(Json.provider()::createValue).orElse(JsonValue.NULL);
    }
}
