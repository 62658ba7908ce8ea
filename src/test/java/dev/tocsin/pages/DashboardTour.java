package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The page that is open all day. */
interface DashboardTour extends Site {

    @Test
    default void theDashboardFollowsWhatHappensWhileItIsOpen() {
        String name = "Dashboard " + UUID.randomUUID();
        api().respond(name, List.of(Map.of("target_function", "log", "delay_sec", 1)));
        Browser browser = viewer().open("/tocsin/");
        browser.untilText("#live-dashboard", "Nodes").untilText("#live-dashboard", "(this one)");
        browser.script("window.kept = document.querySelector('#live-dashboard .cards')");

        long id = api().open(name);

        browser.untilText("[data-key='lists']", name);
        assertThat(browser.script("return window.kept === document.querySelector('#live-dashboard .cards')"))
                .as("the page is changed, not made anew")
                .isEqualTo(true);
        browser.untilText("[data-key='numbers']", "Succeeded").assertSound("dashboard");

        api().post("/api/issues/" + id + "/resolve", Map.of()).expecting(200);
        browser.until(() -> !browser.text("[data-key='lists']").contains(name));
    }
}
