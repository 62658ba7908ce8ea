package dev.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.platform.AddressRanges;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate goes by, piece by piece. */
class GateRulesTest {

    private static final URI BASE = URI.create("https://tocsin.example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example.com",
                "https://evil.example.com/",
                "/\\evil.example.com",
                "/tocsin//evil.example.com",
                "/tocsin/../other",
                "/tocsin/a.xhtml/../../x",
                "javascript:alert(1)",
                "/tocsin/issues.xhtml\r\nSet-Cookie: a=b",
                "/tocsin/issues.xhtml#x\"onload=",
                "/other/page.xhtml",
                "/tocsin.evil.example.com/",
                "tocsin/issues.xhtml",
                "/tocsin/login.xhtml?next=/tocsin/login.xhtml",
                ""
            })
    void aLoginLeadsNowhereElse(String wanted) {
        assertThat(NextPage.of(wanted)).isEqualTo("/tocsin/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tocsin/", "/tocsin/issues.xhtml", "/tocsin/issue.xhtml?id=7&from=%2Ftocsin%2F"})
    void aLoginLeadsToThePageThatWasWanted(String wanted) {
        assertThat(NextPage.of(wanted)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            same-origin, -,                              -,                                SAME
            -,           https://tocsin.example.com,     -,                                SAME
            -,           http://localhost:8080,          -,                                SAME
            -,           -,                              https://tocsin.example.com/page,  SAME
            none,        -,                              -,                                UNKNOWN
            -,           -,                              -,                                UNKNOWN
            cross-site,  -,                              -,                                OTHER
            same-site,   https://tocsin.example.com,     -,                                OTHER
            same-origin, https://evil.example.com,       -,                                OTHER
            -,           null,                           -,                                OTHER
            -,           https://tocsin.example.com.evil, -,                               OTHER
            -,           https://tocsin.example.com:8443, -,                               OTHER
            -,           https://tocsin.example.com@evil, -,                               OTHER
            -,           -,                              https://evil.example.com/page,    OTHER
            """)
    void theSiteThatAskedIsKnown(String site, String origin, String referer, RequestOrigin expected) {
        assertThat(RequestOrigin.of(site, origin, referer, "localhost:8080", BASE))
                .isEqualTo(expected);
    }

    @Test
    void pagesThatAreNotNamedAreForNobody() {
        assertThat(Pages.needed("/tocsin/")).contains(Permission.READ);
        assertThat(Pages.needed("/tocsin/issues.xhtml")).contains(Permission.READ);
        assertThat(Pages.needed("/tocsin/users.xhtml")).contains(Permission.ADMINISTER);
        assertThat(Pages.needed("/tocsin/secret.xhtml")).isEmpty();
        assertThat(Pages.needed("/tocsin/users.jsf")).isEmpty();
        assertThat(Pages.needed("/tocsin/sub/users.xhtml")).isEmpty();
        assertThat(Pages.isOpen("/tocsin/login.xhtml")).isTrue();
        assertThat(Pages.isOpen("/tocsin/loginx.xhtml")).isFalse();
        assertThat(Pages.NEEDS.keySet()).doesNotContainAnyElementsOf(Pages.OPEN);
    }

    @Test
    void aPageSaysMoreOfItsScriptsAndLoosensNothing() {
        assertThat(PageResponse.with("script-src 'self' 'nonce-x' 'unsafe-inline' *; frame-ancestors *"))
                .isEqualTo(Answer.PAGE_POLICY + "; script-src 'self' 'nonce-x'")
                .contains("frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'", "form-action 'self'");
        assertThat(PageResponse.with("img-src *")).endsWith("; script-src 'self'");
    }

    @Test
    void onlyKnownProxiesAreBelieved() {
        AddressRanges proxies = AddressRanges.of(List.of("10.0.0.0/8", "::1"));
        assertThat(ClientAddress.of("192.0.2.1", List.of("1.1.1.1"), proxies)).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.of("10.0.0.1", List.of("1.1.1.1", "2.2.2.2", "10.0.0.2"), proxies))
                .isEqualTo("2.2.2.2");
        assertThat(ClientAddress.of("::1", List.of("not an address"), proxies)).isEqualTo("::1");
        assertThat(ClientAddress.network("2001:db8::1")).isEqualTo(ClientAddress.network("2001:db8::2"));
    }

    @Test
    void rangesAreOfAddressesAlone() {
        AddressRanges ranges = AddressRanges.of(List.of("192.168.4.0/22", "2001:db8::/32"));
        assertThat(ranges.contains("192.168.7.255")).isTrue();
        assertThat(ranges.contains("192.168.8.0")).isFalse();
        assertThat(ranges.contains("2001:db8:1::1")).isTrue();
        assertThat(ranges.contains("localhost")).isFalse();
        for (String wrong : List.of("localhost", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0", "/8", "10.0.0.0/-1")) {
            assertThatThrownBy(() -> AddressRanges.of(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void headersThatCannotBeReadSayNothing() {
        assertThat(AuthorizationHeader.of("Basic " + encoded("anna:a:b")))
                .contains(new AuthorizationHeader("basic", "anna", "a:b"));
        assertThat(AuthorizationHeader.of("bearer  x").orElseThrow().isBearer()).isTrue();
        for (String wrong : List.of(
                "",
                "Basic",
                "Basic %%%",
                "Basic " + encoded("no colon"),
                "Digest x",
                "Basic /////w==",
                "Basic " + "A".repeat(5000))) {
            assertThat(AuthorizationHeader.of(wrong)).as(wrong).isEmpty();
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void passwordsAreLongAndNeverTold() {
        for (String wrong : new String[] {null, "", "short", "x".repeat(201), "administrator"}) {
            Problems problems = new Problems();
            UserRules.checkPassword(wrong, "Administrator", "password", problems);
            assertThat(problems.all()).hasSize(1);
            assertThat(problems.all().get(0).message()).doesNotContain("short", "administrator", "xxx");
        }
        Problems none = new Problems();
        UserRules.checkPassword("correct horse", "admin", "password", none);
        assertThat(none.isEmpty()).isTrue();
    }

    @Test
    void theAuditTrailHasWhatChangedAndNoSecrets() {
        Difference difference = Difference.between(
                Secrets.without(Json.parse(
                        "{\"a\":1,\"b\":2,\"kwargs\":{\"url\":\"https://me:geheim@x\",\"api_key\":\"geheim\"}}")),
                Secrets.without(Json.parse("{\"a\":1,\"b\":3,\"kwargs\":{\"password\":\"geheim\",\"Token\":[1]}}")));
        assertThat(difference.before().toString())
                .isEqualTo("{\"b\":2,\"kwargs\":{\"url\":\"https://***@x\",\"api_key\":\"***\"}}");
        assertThat(difference.after().toString())
                .isEqualTo("{\"b\":3,\"kwargs\":{\"password\":\"***\",\"Token\":\"***\"}}");
    }
}
