package dev.tocsin.platform;

/**
 * The steps by which the application starts. A step that fails ends the deployment, and leaves its
 * reason where the launcher, which lives in another class loader, can find it.
 */
public final class StartUp {

    /** The system property with the reason, for people. */
    public static final String FAILURE = "tocsin.start.failure";

    /** The system property by which the launcher says that there is a server of our own around it all. */
    public static final String STANDALONE = "tocsin.standalone";

    /** The system property with what the launcher is to show once, and then forgets. */
    public static final String SHOWN_ONCE = "tocsin.shown.once";

    private StartUp() {}

    public static boolean isStandalone() {
        return Boolean.getBoolean(STANDALONE);
    }

    /** Has the launcher tell the one who starts the server, and no log. */
    public static void showOnce(String secret) {
        System.setProperty(SHOWN_ONCE, secret);
    }

    public static void step(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            String reason = what + ": " + e.getMessage();
            failed(reason);
            throw new IllegalStateException("Tocsin cannot start, because of " + reason, e);
        }
    }

    /** Leaves the reason for which the application will not start, unless there is one already. */
    public static void failed(String reason) {
        if (System.getProperty(FAILURE) == null) {
            System.setProperty(FAILURE, reason);
        }
    }

    /** What the innermost cause says: what a driver or a library wraps seldom helps. */
    public static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
