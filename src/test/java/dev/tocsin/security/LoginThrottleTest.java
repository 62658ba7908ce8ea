package dev.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final LoginThrottle throttle = new LoginThrottle(new TestClock(() -> now));

    private void fail(String account, String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(account, address);
        }
    }

    @Test
    void waitsGrowForAnAddressThatGuessesAtAnAccount() {
        fail("anna", "10.0.0.1", 2);
        assertThat(throttle.ask("anna", "10.0.0.1").isRefused()).isFalse();
        fail("anna", "10.0.0.1", 1);
        assertThat(throttle.ask("anna", "10.0.0.1").refusedFor()).isEqualTo(Duration.ofSeconds(1));
        fail("anna", "10.0.0.1", 3);
        assertThat(throttle.ask("anna", "10.0.0.1").refusedFor()).isEqualTo(Duration.ofSeconds(8));
        fail("anna", "10.0.0.1", 1000);
        assertThat(throttle.ask("anna", "10.0.0.1").refusedFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(throttle.ask("anna", "10.0.0.2").isRefused()).isFalse();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(throttle.ask("anna", "10.0.0.1").isRefused()).isFalse();
    }

    @Test
    void anAddressThatGuessesAtManyWaitsToo() {
        for (int i = 0; i < 25; i++) {
            fail("user" + i, "10.0.0.1", 1);
        }
        assertThat(throttle.ask("another", "10.0.0.1").isRefused()).isTrue();
        assertThat(throttle.ask("another", "10.0.0.2").isRefused()).isFalse();
    }

    @Test
    void nobodyKeepsTheAdminOut() {
        for (int i = 0; i < 100_000; i++) {
            fail("admin", "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256, 1);
        }
        LoginThrottle.Verdict verdict = throttle.ask("admin", "192.168.0.1");
        assertThat(verdict.isRefused()).isFalse();
        assertThat(verdict.slowedBy()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(1));
    }

    @Test
    void aSuccessForgivesTheOneWhoMistyped() {
        fail("anna", "10.0.0.1", 3);
        throttle.succeeded("anna", "10.0.0.1");
        assertThat(throttle.ask("anna", "10.0.0.1").isRefused()).isFalse();
    }

    @Test
    void ofManyFailuresFewAreTold() {
        int told = 0;
        for (int i = 0; i < 100_000; i++) {
            told += throttle.failed("user" + i % 1000, "10.0." + i % 3 + ".1") ? 1 : 0;
        }
        assertThat(told).isBetween(3, 60);
        for (int i = 0; i < 100_000; i++) {
            told += throttle.failed("admin", "11." + i / 65536 + "." + i / 256 % 256 + "." + i % 256) ? 1 : 0;
        }
        assertThat(told).isLessThanOrEqualTo(500);
    }
}
