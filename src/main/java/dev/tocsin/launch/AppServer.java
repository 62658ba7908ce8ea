package dev.tocsin.launch;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Set;

/** Payara Micro, which comes along in the same file and is not there when this is compiled. */
final class AppServer {

    private static final String LISTENER =
            "configs.config.server-config.network-config.network-listeners.network-listener.http-listener";

    /** As the one file calls it. */
    private static final String APPLICATION = "ROOT";

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

    /** Whether the application runs. By its commands, the server has one whose deployment failed as well. */
    static boolean hasApplication() {
        try {
            Class<?> type = classes().loadClass("org.glassfish.internal.data.ApplicationRegistry");
            return ((Set<?>) type.getMethod("getAllApplicationNames").invoke(service(type))).contains(APPLICATION);
        } catch (ReflectiveOperationException e) {
            throw failure("tell whether the application runs", e);
        }
    }

    /** Deploys the application. If that fails, it is in the log that was held back. */
    static void deploy(Path war) {
        command(
                "deploy the application",
                "deploy",
                "--force=true",
                "--contextroot=/",
                "--name=" + APPLICATION,
                war.toString());
    }

    /** From now on whoever comes is answered. It does not say whether another program has the port. */
    static void openPort() {
        Result result = command("open its port", "set", LISTENER + ".enabled=true");
        if (!result.isSuccess()) {
            throw new StartFailure("the server could not open its port: " + result.output() + "\n" + StartLog.held());
        }
    }

    /** What a command came to. */
    private record Result(boolean isSuccess, String output) {}

    /** @param what for people, if it cannot be asked at all */
    private static Result command(String what, String name, String... arguments) {
        try {
            Class<?> type = classes().loadClass("org.glassfish.embeddable.CommandRunner");
            Object result = type.getMethod("run", String.class, String[].class).invoke(service(type), name, arguments);
            Class<?> resultType = classes().loadClass("org.glassfish.embeddable.CommandResult");
            return new Result(
                    resultType
                            .getMethod("getExitStatus")
                            .invoke(result)
                            .toString()
                            .equals("SUCCESS"),
                    String.valueOf(resultType.getMethod("getOutput").invoke(result)));
        } catch (ReflectiveOperationException e) {
            throw failure(what, e);
        }
    }

    private static Object service(Class<?> type) throws ReflectiveOperationException {
        return classes()
                .loadClass("org.glassfish.internal.api.Globals")
                .getMethod("get", Class.class)
                .invoke(null, type);
    }

    /** What loads its classes, once it has started. */
    private static ClassLoader classes() {
        return Thread.currentThread().getContextClassLoader();
    }

    private static StartFailure failure(String what, ReflectiveOperationException e) {
        return new StartFailure("the server could not " + what + ": "
                + (e instanceof InvocationTargetException ? e.getCause() : e) + "\n" + StartLog.held());
    }
}
