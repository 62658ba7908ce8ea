package dev.tocsin.platform;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** A data source for statements that may take as long as they like, as an index of a table of millions does. */
final class PatientSource {

    private static final int FOR_EVER = 0;

    /** Who sets a time has it set at once. */
    private static final Executor HERE = Runnable::run;

    private PatientSource() {}

    static DataSource of(DataSource source) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(() -> method.invoke(source, arguments));
            return result instanceof Connection connection ? patient(connection) : result;
        });
    }

    /** Whoever has the connection next has the patience that it had before. */
    private static Connection patient(Connection connection) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(HERE, FOR_EVER);
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close") && !connection.isClosed()) {
                connection.setNetworkTimeout(HERE, before);
            }
            return call(() -> method.invoke(connection, arguments));
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(PatientSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** By reflection. */
    private interface Call {
        Object invoke() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.invoke();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
