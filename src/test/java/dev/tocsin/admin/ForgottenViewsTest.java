package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ForgottenViewsTest {

    private final Map<String, Object> session = new HashMap<>();

    @Test
    void onlyWhatIsKeptOfAViewIsKept() {
        Map<Object, Object> contexts = new ConcurrentHashMap<>();
        for (int view = 0; view < 100; view++) {
            contexts.put("view " + view, new ConcurrentHashMap<>());
        }
        session.put("com.sun.faces.application.view.activeViewContexts", contexts);
        session.put("com.sun.faces.application.view.activeViewMaps", Map.of("view 98", Map.of(), "view 99", Map.of()));

        ForgottenViews.forget(session);

        assertThat(contexts).containsOnlyKeys("view 98", "view 99");
    }

    @Test
    void aSessionThatKeepsItsViewsElsewhereIsLeftAlone() {
        Map<Object, Object> contexts = new ConcurrentHashMap<>(Map.of("view", Map.of()));
        session.put("com.sun.faces.application.view.activeViewContexts", contexts);

        ForgottenViews.forget(session);

        assertThat(contexts).containsOnlyKeys("view");
        assertThat(session).hasSize(1);
    }
}
