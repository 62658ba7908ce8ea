package dev.tocsin.container;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.container.host.HostApi;
import dev.tocsin.dispatch.Dispatcher;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.harness.Api;
import dev.tocsin.issue.IssueService;
import dev.tocsin.responder.ResponderDraft;
import dev.tocsin.responder.ResponderService;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What is left when a host application has neither a REST API nor timers of Tocsin's. */
@ArquillianTest
class SwitchedOffIT {

    @Inject
    private IssueService issues;

    @Inject
    private ResponderService responders;

    @Inject
    private IssueActions actions;

    @Inject
    private Dispatcher dispatcher;

    @Deployment
    static WebArchive application() {
        return Application.onH2("tocsin.rest.enabled=false", "tocsin.timers.enabled=false")
                .addPackage(HostApi.class.getPackage());
    }

    @Test
    @RunAsClient
    void thePathsAreTheHosts(@ArquillianResource URL address) {
        Api api = Application.api(address);

        assertThat(api.get("/api/issues").expecting(200).body()).isEqualTo("those of a magazine");
        for (String resource : List.of("responders", "issue-actions", "actions", "issues/1")) {
            assertThat(api.get("/api/" + resource).expecting(404).body()).isEqualTo("The host says: 404");
        }
    }

    @Test
    void whatIsDueAtOnceRunsAndWhatIsDueLaterWaitsForSomeoneElse() {
        responders.create(ResponderDraft.watching("Without timers")
                .then("record", Map.of("label", "at once"))
                .then("record", Map.of("label", "later"), 3600));
        long id = issues.open("Without timers", Map.of()).id();

        await().atMost(20, SECONDS).until(() -> states(id).contains(IssueActionState.SUCCEEDED));
        MovableClock.move(Duration.ofSeconds(3601));
        await().during(3, SECONDS)
                .atMost(20, SECONDS)
                .untilAsserted(() ->
                        assertThat(states(id)).containsExactly(IssueActionState.SUCCEEDED, IssueActionState.PLANNED));

        dispatcher.wakeNow();
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(states(id)).containsOnly(IssueActionState.SUCCEEDED));
    }

    private List<IssueActionState> states(long issueId) {
        return actions.ofIssue(issueId).stream().map(IssueAction::state).toList();
    }
}
