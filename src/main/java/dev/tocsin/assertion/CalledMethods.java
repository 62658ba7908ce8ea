package dev.tocsin.assertion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls methods with {@link Asserts} on their beans, with the interceptors and the scope that those have. */
@ApplicationScoped
class CalledMethods {

    @Inject
    private BeanManager beans;

    RegisteredCheck.Callee open(DeclaredCheck declared) {
        CreationalContext<?> creation = beans.createCreationalContext(declared.bean());
        Object bean = beans.getReference(declared.bean(), declared.bean().getBeanClass(), creation);
        Method method = declared.method();
        method.setAccessible(true);
        return new RegisteredCheck.Callee() {
            @Override
            public Verdict check(CheckContext context) throws Exception {
                return verdict(call(method, bean));
            }

            @Override
            public Verdict check(Object record, CheckContext context) throws Exception {
                return verdict(call(method, bean, record));
            }

            @Override
            public void close() {
                creation.release();
            }
        };
    }

    private static Verdict verdict(Object returned) {
        if (returned == null) {
            throw new IllegalStateException("The check returned null; needed is a verdict");
        }
        return returned instanceof Verdict verdict ? verdict : Verdict.of((Boolean) returned);
    }

    private static Object call(Method method, Object bean, Object... arguments) throws Exception {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw (Error) e.getCause();
        }
    }
}
