package dev.tocsin.launch;

import java.lang.reflect.InvocationTargetException;

/** Payara Micro, which comes along in the same file and is not there when this is compiled. */
final class AppServer {

    private static final String LISTENER =
            "configs.config.server-config.network-config.network-listeners.network-listener.http-listener";

    private AppServer() {}

    /**
     * Starts it, with the application.
     *
     * @throws StartFailure if it does not start; that an application does not is not told
     */
    static void start(String... arguments) {
        try {
            Class.forName("fish.payara.micro.PayaraMicro")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (ReflectiveOperationException e) {
            throw failure("start", e);
        }
    }

    /** From now on whoever comes is answered. It does not say whether another program has the port. */
    static void openPort() {
        // What loads its classes, now that it has started.
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        try {
            Class<?> type = classes.loadClass("org.glassfish.embeddable.CommandRunner");
            Object commands = classes.loadClass("org.glassfish.internal.api.Globals")
                    .getMethod("get", Class.class)
                    .invoke(null, type);
            Object result = type.getMethod("run", String.class, String[].class)
                    .invoke(commands, "set", new String[] {LISTENER + ".enabled=true"});
            Class<?> resultType = classes.loadClass("org.glassfish.embeddable.CommandResult");
            if (!resultType.getMethod("getExitStatus").invoke(result).toString().equals("SUCCESS")) {
                throw new StartFailure("the server could not open its port: "
                        + resultType.getMethod("getOutput").invoke(result) + "\n" + StartLog.held());
            }
        } catch (ReflectiveOperationException e) {
            throw failure("open its port", e);
        }
    }

    private static StartFailure failure(String what, ReflectiveOperationException e) {
        return new StartFailure("the server could not " + what + ": "
                + (e instanceof InvocationTargetException ? e.getCause() : e) + "\n" + StartLog.held());
    }
}
