package dev.tocsin.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses passwords. An address that guesses at an account has to wait longer each time, and
 * so has one that guesses at many. Guesses at an account from all over only make every login of it a
 * little slower: nobody can keep the one out whose account it is.
 */
final class LoginThrottle {

    /** Guesses at one account from one address that cost nothing. */
    private static final int FREE_AT_ONE = 3;

    /** Guesses at any account from one address that cost nothing. */
    private static final int FREE_AT_ALL = 20;

    /** Guesses at one account from all over that cost nothing. */
    private static final int FREE_FROM_ALL = 10;

    private static final Duration LONGEST_AT_ONE = Duration.ofMinutes(5);
    private static final Duration LONGEST_AT_ALL = Duration.ofMinutes(1);
    private static final Duration SLOWER = Duration.ofMillis(250);
    private static final int SLOWEST = 4;
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_TOLD_OF_AN_ADDRESS = 20;
    private static final int MOST_TOLD = 500;

    private final Clock clock;
    private final Map<String, Guesses> guesses = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Guesses> told = new LinkedHashMap<>(16, 0.75f, true);

    /** @param at when the last one was */
    private record Guesses(int count, Instant at) {

        static final Guesses NONE = new Guesses(0, Instant.EPOCH);

        Duration left(int free, Duration longest, Instant now) {
            if (count < free) {
                return Duration.ZERO;
            }
            Duration whole = Duration.ofSeconds(1L << Math.min(count - free, 20));
            Duration wait = whole.compareTo(longest) > 0 ? longest : whole;
            Duration left = Duration.between(now, at.plus(wait));
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /**
     * What to do with a login.
     *
     * @param refusedFor it is not looked at before that; zero if it may be
     * @param slowedBy how much later it is answered
     */
    record Verdict(Duration refusedFor, Duration slowedBy) {

        boolean isRefused() {
            return !refusedFor.isZero();
        }
    }

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    synchronized Verdict ask(String account, String address) {
        Instant now = clock.instant();
        Duration one = known(guesses, pair(account, address), now).left(FREE_AT_ONE, LONGEST_AT_ONE, now);
        Duration all = known(guesses, address(address), now).left(FREE_AT_ALL, LONGEST_AT_ALL, now);
        int over = known(guesses, account(account), now).count() - FREE_FROM_ALL + 1;
        return new Verdict(
                one.compareTo(all) > 0 ? one : all, SLOWER.multipliedBy(Math.max(0, Math.min(over, SLOWEST))));
    }

    /** @return whether it is worth telling: of many, the first and then ever fewer are */
    synchronized boolean failed(String account, String address) {
        Instant now = clock.instant();
        int count = count(guesses, pair(account, address), now);
        count(guesses, address(address), now);
        count(guesses, account(account), now);
        return Integer.bitCount(count) == 1
                && known(told, "", now).count() < MOST_TOLD
                && known(told, address(address), now).count() < MOST_TOLD_OF_AN_ADDRESS
                && count(told, "", now) > 0
                && count(told, address(address), now) > 0;
    }

    synchronized void succeeded(String account, String address) {
        guesses.remove(pair(account, address));
    }

    private static Guesses known(Map<String, Guesses> in, String key, Instant now) {
        Guesses known = in.getOrDefault(key, Guesses.NONE);
        return known.at().plus(REMEMBERED).isBefore(now) ? Guesses.NONE : known;
    }

    private static int count(Map<String, Guesses> in, String key, Instant now) {
        Guesses more = new Guesses(known(in, key, now).count() + 1, now);
        in.put(key, more);
        if (in.size() > MOST_REMEMBERED) {
            in.remove(in.keySet().iterator().next());
        }
        return more.count();
    }

    private static String pair(String account, String address) {
        return "both " + address + " " + account;
    }

    private static String address(String address) {
        return "address " + address;
    }

    private static String account(String account) {
        return "account " + account;
    }
}
