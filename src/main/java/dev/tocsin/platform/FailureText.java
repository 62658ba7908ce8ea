package dev.tocsin.platform;

/** How people are told of an exception. */
public final class FailureText {

    private FailureText() {}

    /** What it says, and what that was caused by, in one line. */
    public static String of(Throwable failure) {
        StringBuilder line = new StringBuilder(said(failure));
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
            if (line.indexOf(said(cause)) < 0) {
                line.append(" (").append(said(cause)).append(')');
            }
        }
        return Text.visible(line.toString());
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getName()
                : failure.getClass().getSimpleName() + ": " + message.strip();
    }
}
