package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tocsin.platform.Json;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponderConflictTest {

    private static final String LOG = "{'id':1,'target_function':'log','function_kwargs':{},'delay_sec':0}";
    private static final String MAIL =
            "{'id':2,'target_function':'email','function_kwargs':{'recipients':'a@x.example'},'delay_sec':60}";

    @Test
    void onlyWhatTheOtherHasChangedIsTold() {
        assertThat(changes("{'watch_pattern':'a'}", "{'watch_pattern':'a','name':'N'}", "{'watch_pattern':'mine'}"))
                .containsExactly(new ResponderConflict.Change("name", null, "N", null));
    }

    @Test
    void whatBothHaveChangedToTheSameIsNoClash() {
        ResponderConflict.Change same = changes("{'enabled':true}", "{'enabled':false}", "{'enabled':false}")
                .get(0);
        ResponderConflict.Change clash =
                changes("{'name':'a'}", "{'name':'b'}", "{'name':'c'}").get(0);

        assertThat(same.isClash()).isFalse();
        assertThat(clash.isClash()).isTrue();
    }

    @Test
    void whatIsLeftOutIsTheDefault() {
        assertThat(changes("{}", "{'enabled':true,'allow_retry':false,'name':null}", "{}"))
                .isEmpty();
    }

    @Test
    void anActionIsKnownByItsIdWhereverItIs() {
        List<ResponderConflict.Change> changes = changes(
                actions(LOG, MAIL), actions(MAIL.replace("60", "90"), LOG), actions(LOG, MAIL.replace("a@", "b@")));

        assertThat(changes)
                .extracting(ResponderConflict.Change::path, ResponderConflict.Change::theirs)
                .containsExactly(tuple("actions[0].delay_sec", "90"), tuple("actions", "email 2, log 1"));
        assertThat(changes.get(0).isClash()).isFalse();
    }

    @Test
    void anActionThatTheOtherRemovedIsToldFieldByField() {
        assertThat(changes(actions(LOG, MAIL), actions(LOG), actions(LOG, MAIL)))
                .extracting(ResponderConflict.Change::path)
                .containsExactly(
                        "actions",
                        "actions[1].target_function",
                        "actions[1].delay_sec",
                        "actions[1].function_kwargs.recipients");
    }

    @Test
    void whatIsNoResponderAtAllBreaksNothing() {
        assertThat(changes("[]", "{'name':'b'}", "3")).hasSize(3);
    }

    private static String actions(String... actions) {
        return "{'actions':[" + String.join(",", actions) + "]}";
    }

    private static List<ResponderConflict.Change> changes(String base, String theirs, String mine) {
        return ResponderConflict.between(7, json(base), json(theirs), json(mine))
                .changes();
    }

    private static JsonValue json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
