package dev.tocsin.security;

import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.Text;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Logging in to the pages and out of them, where Tocsin keeps the users itself. */
@ApplicationScoped
public class Logins {

    /** How a login went. */
    public enum Outcome {
        /** Logged in. */
        WELCOME,
        /** Logged in, but the pages wait for a new password. */
        CHANGE_PASSWORD,
        /** No such user, a wrong password, or a user who is disabled: it is not told which. */
        REFUSED,
        /** Too many wrong attempts: not even looked at. */
        WAIT
    }

    /**
     * What came of a login.
     *
     * @param retryAfter after how long another attempt is looked at; zero for at once
     */
    public record Result(Outcome outcome, Duration retryAfter) {

        public boolean isLoggedIn() {
            return outcome == Outcome.WELCOME || outcome == Outcome.CHANGE_PASSWORD;
        }
    }

    /** Whoever a name and a password turned out to be; empty with how long to wait, if at all. */
    record Verified(Optional<User> user, Duration retryAfter) {}

    /** Logins of one user from one address are looked at one after the other. */
    private static final int LOCKS = 64;

    /** So many are kept waiting at the same time, at the most: threads are few. */
    private static final int MOST_SLOWED = 4;

    private static final Duration SUCCESS_TOLD = Duration.ofHours(1);
    private static final int MOST_NAME = 100;

    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();
    private final Semaphore slowed = new Semaphore(MOST_SLOWED);
    private LoginThrottle throttle;

    @Inject
    private UserTable users;

    @Inject
    private Passwords passwords;

    @Inject
    private AuditTrail audit;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    @PostConstruct
    void start() {
        throttle = new LoginThrottle(clock);
    }

    /** Begins a session, with a new id, if the password is right. */
    public Result login(String name, String password, HttpServletRequest request) {
        String address = ClientAddress.of(request, settings.proxies());
        Verified verified = verify(name, password, address, false);
        if (verified.user().isEmpty()) {
            return new Result(verified.retryAfter().isZero() ? Outcome.REFUSED : Outcome.WAIT, verified.retryAfter());
        }
        User user = verified.user().get();
        begin(user, request);
        audit.record(who(user.name()), address, "login.succeeded", user.name(), JsonValue.NULL, JsonValue.NULL);
        return new Result(user.mustChangePassword() ? Outcome.CHANGE_PASSWORD : Outcome.WELCOME, Duration.ZERO);
    }

    private void begin(User user, HttpServletRequest request) {
        HttpSession session = request.getSession(true);
        if (!session.isNew()) {
            request.changeSessionId();
        }
        Instant now = clock.instant();
        session.setAttribute(PageLogin.ATTRIBUTE, new PageLogin(user.id(), user.passwordVersion(), now));
        session.setAttribute(PageLogin.LAST_USED, now);
        session.setMaxInactiveInterval((int) settings.sessionIdle().toSeconds());
    }

    /** Ends the session, if there is one. */
    public void logout(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Who is logged in to the pages by this session; empty for nobody, and where the host says who it is. */
    public Optional<User> current(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(PageLogin.ATTRIBUTE) instanceof PageLogin login)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<User> user = users.find(login.userId())
                .filter(found -> found.enabled()
                        && found.passwordVersion() == login.passwordVersion()
                        && now.isBefore(login.at().plus(settings.sessionLongest()))
                        && now.isBefore(lastUsed(session, login).plus(settings.sessionIdle())));
        if (user.isEmpty()) {
            session.invalidate();
        } else if (request.getHeader(Pages.REFRESH) == null) {
            session.setAttribute(PageLogin.LAST_USED, now);
        }
        return user;
    }

    private static Instant lastUsed(HttpSession session, PageLogin login) {
        return session.getAttribute(PageLogin.LAST_USED) instanceof Instant used ? used : login.at();
    }

    /**
     * Changes one's own password. All other sessions of the user end.
     *
     * @throws InvalidInput if the old one is wrong, or the new one is refused
     * @throws IllegalStateException if nobody is logged in
     */
    public void changePassword(String old, String wanted, HttpServletRequest request) {
        User user = current(request).orElseThrow(() -> new IllegalStateException("Nobody is logged in"));
        String address = ClientAddress.of(request, settings.proxies());
        Problems problems = new Problems();
        UserRules.checkPassword(wanted, user.name(), "password", problems);
        if (wanted != null && wanted.equals(old)) {
            problems.add("password", "is the old one; needed is another");
        }
        problems.throwIfAny();
        Verified verified = verify(user.name(), old, address, false);
        if (verified.user().isEmpty()) {
            throw new InvalidInput(
                    "old",
                    verified.retryAfter().isZero()
                            ? "is not the password of " + user.name()
                            : "was wrong too often; try again in " + seconds(verified.retryAfter()) + " s");
        }
        users.setPassword(user.id(), passwords.hash(wanted), false);
        audit.record(who(user.name()), address, "password.change", user.name(), JsonValue.NULL, JsonValue.NULL);
        begin(users.find(user.id()).orElseThrow(), request);
    }

    /**
     * Where to go after a login, from the parameter {@code next}: a page of Tocsin, whatever was asked for.
     *
     * @param next null for none
     * @return with the context path before it, ready to be redirected to
     */
    public String destination(String next, HttpServletRequest request) {
        return request.getContextPath() + NextPage.of(next);
    }

    /** Whether Tocsin keeps the users itself, so that there are logins, users and passwords to change here. */
    public boolean areOurs() {
        return settings.security() == Settings.Security.OWN;
    }

    /** By Basic: what was verified a short time ago is not verified again. */
    Verified basic(String name, String password, String address) {
        return verify(name, password, address, true);
    }

    private Verified verify(String given, String password, String address, boolean remembered) {
        // What no name can have is not even looked for, as the database would refuse it.
        String name = given == null ? "" : Text.visible(given.substring(0, Math.min(MOST_NAME, given.length())));
        String network = ClientAddress.network(address);
        if (remembered && isRemembered(name, password)) {
            return found(name);
        }
        synchronized (locks[Math.floorMod((name + "\n" + network).hashCode(), LOCKS)]) {
            if (remembered && isRemembered(name, password)) {
                return found(name);
            }
            LoginThrottle.Verdict verdict = throttle.ask(name, network);
            if (verdict.isRefused()) {
                return new Verified(Optional.empty(), verdict.refusedFor());
            }
            slow(verdict.slowedBy());
            Optional<UserTable.WithHash> user = users.withHash(name);
            // Always compared with something, so that nobody learns from the time which users there are.
            boolean right = password != null
                    && password.length() <= UserRules.LONGEST_PASSWORD
                    && passwords.verify(
                            password, user.map(UserTable.WithHash::hash).orElse(null));
            if (!right || !user.orElseThrow().user().enabled()) {
                if (throttle.failed(name, network)) {
                    tellFailure(name, address);
                }
                return new Verified(Optional.empty(), Duration.ZERO);
            }
            throttle.succeeded(name, network);
            passwords.remember(password, user.get().hash());
            tellSuccess(user.get().user(), address, remembered);
            return new Verified(user.map(UserTable.WithHash::user), Duration.ZERO);
        }
    }

    private Verified found(String name) {
        return new Verified(users.find(name).filter(User::enabled), Duration.ZERO);
    }

    private boolean isRemembered(String name, String password) {
        return users.withHash(name)
                .filter(user -> user.user().enabled() && passwords.remembers(password, user.hash()))
                .isPresent();
    }

    private void slow(Duration by) {
        if (by.isZero() || !slowed.tryAcquire()) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(by.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            slowed.release();
        }
    }

    private void tellFailure(String name, String address) {
        audit.record(who(name.isEmpty() ? "?" : name), address, "login.failed", name, JsonValue.NULL, JsonValue.NULL);
    }

    /** A program logs in with every request: it is told once an hour. */
    private void tellSuccess(User user, String address, boolean basic) {
        boolean tell = basic
                && user.lastLoginAt()
                        .map(last -> last.plus(SUCCESS_TOLD).isBefore(clock.instant()))
                        .orElse(true);
        users.loggedIn(user.id());
        if (tell) {
            audit.record(
                    who(user.name()),
                    address,
                    "login.succeeded",
                    user.name(),
                    JsonValue.NULL,
                    Json.provider().createObjectBuilder().add("by", "basic").build());
        }
    }

    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    private static String who(String name) {
        return "user:" + name;
    }
}
