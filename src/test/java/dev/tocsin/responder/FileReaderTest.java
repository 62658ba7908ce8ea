package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileReaderTest {

    /** Takes anything. */
    private static final class Note implements Action {
        @Override
        public String name() {
            return "note";
        }

        @Override
        public Object execute(ActionContext context) {
            return null;
        }
    }

    private final ResponderJson json = new ResponderJson(new ActionRegistry(List.of(new Note())));

    @Test
    void readsAListAndAnObjectWithAList() {
        String list = """
                [{"name": "Card", "watch_pattern": "Payment by card", "allow_retry": true,
                  "actions": [{"target_function": "note", "function_kwargs": {"a": 1}, "delay_sec": 5}]},
                 {"watch_pattern": "Payment in cash", "name": "Cash", "enabled": false}]
                """;

        assertThat(read(list))
                .containsExactly(
                        new FileEntry(
                                "file 0",
                                ResponderDraft.watching("Payment by card")
                                        .named("Card")
                                        .allowingRetry()
                                        .then("note", Map.of("a", 1), 5)),
                        new FileEntry(
                                "file 0",
                                ResponderDraft.watching("Payment in cash")
                                        .named("Cash")
                                        .disabled()))
                .isEqualTo(read("{\"responders\": " + list + "}"));
    }

    @Test
    void readsSeveralFilesInTheirOrder() {
        assertThat(read(
                        "[{'name':'b','watch_pattern':'P'}]",
                        "[]",
                        "{'responders':[{'name':'a','watch_pattern':'P'}]}"))
                .extracting(entry -> entry.location() + " " + entry.name())
                .containsExactly("file 0 b", "file 2 a");
        assertThat(read()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "7 | is a number; needed is a list of responders, or an object with such a list as \"responders\"",
                "null | is null; needed is a list of responders, or an object with such a list as \"responders\"",
                "{} | responders: is missing; it needs a list",
                "{'responders':null} | responders: is missing; it needs a list",
                "{'responders':{}} | responders: is an object; needed is a list",
                "{'responders':[],'version':1} | version: is not known here; known are responders",
                "[7] | [0]: is a number; needed is an object",
                "{'responders':[7]} | responders[0]: is a number; needed is an object",
                "[{'watch_pattern':'P'}] | [0].name: is missing; it needs a text that no other responder has",
                "[{'name':null,'watch_pattern':'P'}]"
                        + " | [0].name: is missing; it needs a text that no other responder has",
                "[{'name':7,'watch_pattern':'P'}] | [0].name: is a number; needed is a text",
                "[{'name':'','watch_pattern':'P'}] | [0].name: is empty; it needs a text",
                "[{'name':'a'}] | [0].watch_pattern: is missing; it needs a text",
                "[{'name':'a','watch_pattern':'P','pattern':'P'}] | [0].pattern: is not known here;"
                        + " known are name, watch_pattern, allow_retry, enabled, actions, id",
                "[{'name':'a','watch_pattern':'P','actions':[{'target_function':'sms'}]}]"
                        + " | [0].actions[0].target_function: is \"sms\"; there is no such action; there are note",
                "[{'name':'a','watch_pattern':'P','id':7}] | [0].id: is there;"
                        + " leave it out: ids are given by the database, a file goes by names",
                "{'responders':[{'name':'a','watch_pattern':'P','actions':[{'id':7,'target_function':'note'}]}]}"
                        + " | responders[0].actions[0].id: is there;"
                        + " leave it out: ids are given by the database, a file goes by names",
                "[{'name':'a','watch_pattern':'P'},{'name':'a','watch_pattern':'Q'}]"
                        + " | [1].name: is \"a\", as that of [0] is; each name may be there once",
            })
    void namesWhatIsWrongWithItsPath(String text, String fault) {
        assertThat(problems(text)).containsExactly(new Problem("file 0", fault));
    }

    @Test
    void saysWhereItIsNotJson() {
        assertThat(problems("[{"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("is not JSON that can be read: "));
        assertThat(problems("")).hasSize(1);
        assertThat(problems("[] []")).hasSize(1);
    }

    @Test
    void namesEverythingThatIsWrongInAllFilesAtOnce() {
        InvalidInput refusal = refusal(
                "[{'name':'a','watch_pattern':'*'},{'watch_pattern':'P','retry':true}]",
                "[{'name':'b','watch_pattern':'P'}]",
                "{'responders':[{'name':'a','watch_pattern':'P'}]}",
                "nothing");

        assertThat(refusal.problems()).extracting(Problem::path).containsExactly("file 0", "file 2", "file 3");
        assertThat(refusal)
                .hasMessageContaining("file 0: [0].watch_pattern: is \"*\", which is not a pattern")
                .hasMessageContaining("; [1].name: is missing")
                .hasMessageContaining("; [1].retry: is not known here")
                .hasMessageContaining("; file 2: responders[0].name: is \"a\", as that of [0] in file 0 is;")
                .hasMessageContaining("; file 3: is not JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "file:/srv/tmp/shop/WEB-INF/classes/META-INF/tocsin/responders.json,"
                + " WEB-INF/classes/META-INF/tocsin/responders.json",
        "jar:file:/srv/tmp/shop/WEB-INF/lib/stock.jar!/META-INF/tocsin/responders.json,"
                + " WEB-INF/lib/stock.jar!/META-INF/tocsin/responders.json",
        "jar:file:/srv/shop.war!/WEB-INF/classes!/META-INF/tocsin/responders.json,"
                + " WEB-INF/classes!/META-INF/tocsin/responders.json",
        "jar:file:/srv/lib/stock.jar!/META-INF/tocsin/responders.json, stock.jar!/META-INF/tocsin/responders.json",
        "file:/home/me/shop/classes/META-INF/tocsin/responders.json, classes/META-INF/tocsin/responders.json",
        "bundle:META-INF/tocsin/responders.json, bundle:META-INF/tocsin/responders.json",
    })
    void aFileIsNamedByTheEndOfItsAddress(String address, String end) {
        assertThat(ResponderFile.end(address)).isEqualTo(end);
    }

    private List<FileEntry> read(String... texts) {
        return FileReader.read(
                IntStream.range(0, texts.length)
                        .mapToObj(i -> new ResponderFile("file " + i, texts[i].replace('\'', '"')))
                        .toList(),
                json,
                key -> Optional.empty());
    }

    private InvalidInput refusal(String... texts) {
        return catchThrowableOfType(InvalidInput.class, () -> read(texts));
    }

    private List<Problem> problems(String... texts) {
        return refusal(texts).problems();
    }
}
