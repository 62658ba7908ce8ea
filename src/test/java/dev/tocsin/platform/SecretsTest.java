package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final String OLD_KEY = "the first key of more than 32 characters";
    private static final String NEW_KEY = "another key which is just as long as that";
    private static final Arguments DECLARED = Arguments.of(
            Argument.required("url", Argument.Type.URL, "Where to"),
            Argument.secret("token", "Who is calling").goingTo("url"),
            Argument.secret("pin", "A number"));
    private static final JsonObject NOTHING = JsonValue.EMPTY_JSON_OBJECT;

    private final Problems problems = new Problems();
    private final Secrets old = secrets(OLD_KEY);
    private final Secrets current = secrets(NEW_KEY + ", " + OLD_KEY);

    @Test
    void aSecretIsStoredEncryptedAndReadBack() {
        JsonObject given = json("{'url':'http://a/','token':'Bearer déjà vu','pin':null}");

        JsonObject stored = old.sealed(DECLARED, given, NOTHING, "", problems);

        assertThat(problems.all()).isEmpty();
        assertThat(stored.toString()).doesNotContain("Bearer", "vu");
        assertThat(stored.getString("url")).isEqualTo("http://a/");
        assertThat(Sealed.masked(stored)).isEqualTo(json("{'url':'http://a/','token':'********','pin':null}"));
        assertThat(old.opened(stored).values()).isEqualTo(given);
        assertThat(old.opened(stored)).hasToString("arguments [url, token, pin]");
    }

    @Test
    void theSameSecretIsNeverEncryptedInTheSameWayTwiceAndYetTheSame() {
        JsonObject given = json("{'url':'http://a/','token':'t0ken'}");
        JsonObject one = old.sealed(DECLARED, given, NOTHING, "", problems);
        JsonObject two = old.sealed(DECLARED, given, NOTHING, "", problems);
        JsonObject other = old.sealed(DECLARED, json("{'url':'http://a/','token':'T'}"), NOTHING, "", problems);

        assertThat(one).isNotEqualTo(two);
        assertThat(old.same(one, two)).isTrue();
        assertThat(old.same(one, other)).isFalse();
        assertThat(old.sealed(DECLARED, given, one, "", problems)).isEqualTo(one);
    }

    @Test
    void withoutAKeyASecretIsRefusedByTheNameOfTheSetting() {
        secrets("").sealed(DECLARED, json("{'url':'http://a/','token':'t0ken'}"), NOTHING, "kwargs", problems);

        assertThat(problems.all()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("kwargs.token");
            assertThat(problem.message())
                    .contains("TOCSIN_SECRET_KEY", "tocsin.secret.key", "32")
                    .doesNotContain("t0ken");
        });
    }

    @Test
    void theMarkerKeepsWhatIsStored() {
        JsonObject stored =
                old.sealed(DECLARED, json("{'url':'http://a/','token':'t0ken','pin':'4711'}"), NOTHING, "", problems);

        JsonObject kept =
                old.sealed(DECLARED, json("{'url':'http://a/','token':'********','pin':'0815'}"), stored, "", problems);

        assertThat(problems.all()).isEmpty();
        assertThat(kept.get("token")).isEqualTo(stored.get("token"));
        assertThat(old.opened(kept).values()).isEqualTo(json("{'url':'http://a/','token':'t0ken','pin':'0815'}"));
    }

    @Test
    void theMarkerStandsForNothingWhereNothingIsStored() {
        old.sealed(DECLARED, json("{'url':'http://a/','token':'********'}"), NOTHING, "", problems);

        assertThat(problems.all()).extracting(Problem::path).containsExactly("token");
    }

    @Test
    void aStoredSecretIsNotSentToSomeoneElse() {
        JsonObject stored =
                old.sealed(DECLARED, json("{'url':'http://a/','token':'t','pin':'1'}"), NOTHING, "", problems);

        old.sealed(DECLARED, json("{'url':'http://b/','token':'********','pin':'********'}"), stored, "", problems);

        assertThat(problems.all())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString()).startsWith("token: is ********, but url is another"));
    }

    @Test
    void everyKeyDecryptsAndTheFirstEncrypts() {
        JsonObject given = json("{'url':'http://a/','token':'t0ken'}");
        JsonObject byOld = old.sealed(DECLARED, given, NOTHING, "", problems);

        assertThat(current.opened(byOld).values()).isEqualTo(given);
        JsonObject byNew =
                current.sealed(DECLARED, json("{'url':'http://a/','token':'********'}"), byOld, "", problems);
        assertThat(current.same(byOld, byNew)).isTrue();
        assertThat(current.current(byNew)).isEqualTo(byNew);
        assertThat(secrets(NEW_KEY).opened(current.current(byOld)).values()).isEqualTo(given);
        assertThat(secrets(NEW_KEY).current(byOld)).isEqualTo(byOld);
        assertThat(secrets(NEW_KEY).opened(byNew).values()).isEqualTo(given);
        assertThatThrownBy(() -> old.opened(byNew)).isInstanceOf(SecretLost.class);
    }

    @Test
    void aKeyThatIsMissingIsNamedByItsId() {
        JsonObject stored = old.sealed(DECLARED, json("{'url':'http://a/','token':'t0ken'}"), NOTHING, "", problems);

        assertThatThrownBy(() -> secrets(NEW_KEY).opened(stored))
                .isInstanceOf(SecretLost.class)
                .hasMessageMatching("The secret token was encrypted with the key [0-9a-f]{8}, which is not in"
                        + " TOCSIN_SECRET_KEY \\(there are the keys [0-9a-f]{8}\\); .*")
                .hasMessageNotContaining("another key");
        assertThatThrownBy(() -> secrets("").opened(stored)).hasMessageContaining("it is not set");
        assertThat(secrets(NEW_KEY).same(stored, stored)).isTrue();
    }

    @Test
    void whatWasChangedOrMovedInTheDatabaseIsNotDecrypted() {
        JsonObject stored = old.sealed(DECLARED, json("{'url':'http://a/','token':'t0ken'}"), NOTHING, "", problems);
        JsonObject moved = Json.provider()
                .createObjectBuilder()
                .add("pin", stored.get("token"))
                .build();
        String text = Sealed.text(stored.get("token"));
        char other = text.charAt(30) == 'A' ? 'B' : 'A';
        JsonObject changed = Json.provider()
                .createObjectBuilder()
                .add("token", Sealed.of(text.substring(0, 30) + other + text.substring(31)))
                .build();

        assertThatThrownBy(() -> old.opened(moved)).isInstanceOf(SecretLost.class);
        assertThatThrownBy(() -> old.opened(changed)).isInstanceOf(SecretLost.class);
        for (String broken : new String[] {"", "1", "1.", "2.00.AA", text.substring(0, 13)}) {
            JsonObject value = Json.provider()
                    .createObjectBuilder()
                    .add("token", Sealed.of(broken))
                    .build();
            assertThatThrownBy(() -> old.opened(value)).as(broken).isInstanceOf(SecretLost.class);
        }
    }

    @Test
    void nobodyCanSendInWhatLooksStored() {
        JsonObject stored = old.sealed(DECLARED, json("{'url':'http://a/','token':'t0ken'}"), NOTHING, "", problems);

        Arguments.any().check(stored, "", problems);
        DECLARED.check(stored, "", problems);

        assertThat(problems.all()).extracting(Problem::path).contains("token").doesNotContain("url");
    }

    @Test
    void aFingerprintIsTheSameForTheSameAndTellsNothing() {
        JsonObject given = json("{'url':'http://a/','token':'t0ken'}");
        JsonObject stored = old.sealed(DECLARED, given, NOTHING, "", problems);

        assertThat(old.fingerprints(DECLARED, given))
                .hasSize(1)
                .isEqualTo(old.fingerprints(DECLARED, stored))
                .allSatisfy(print -> assertThat(print.toString()).doesNotContain("t0ken"));
        assertThat(current.fingerprints(DECLARED, given))
                .hasSize(2)
                .containsAll(old.fingerprints(DECLARED, given))
                .isEqualTo(current.fingerprints(DECLARED, stored));
        assertThat(old.fingerprints(Arguments.any(), given)).containsExactly(given);
    }

    @Test
    void whatIsSaidOfASecretIsHidden() {
        JsonObject stored = old.sealed(
                DECLARED,
                json("{'url':'http://a/','token':'Bearer abc/def+12\\\"3','pin':'4711'}"),
                NOTHING,
                "",
                problems);
        OpenedArguments opened = old.opened(stored);

        assertThat(opened.hide("I got Bearer abc/def+12\"3!")).isEqualTo("I got ********!");
        assertThat(opened.hide("token abc/def+12\"3, as abc%2Fdef%2B12%223")).isEqualTo("token ********, as ********");
        assertThat(opened.hide((String) null)).isNull();
        assertThat(opened.hide(Json.of(Map.of("a 4711", java.util.List.of(4711, true, "x4711")), "")))
                .isEqualTo(json("{'a ********':['********',true,'x********']}"));
        assertThat(old.opened(json("{'a':'b'}")).haveSecrets()).isFalse();
    }

    private static Secrets secrets(String keys) {
        return new Secrets(
                Settings.from(key -> key.equals("tocsin.secret.key") ? Optional.of(keys) : Optional.empty()));
    }

    private static JsonObject json(String text) {
        return Json.parse(text.replace('\'', '"')).asJsonObject();
    }
}
