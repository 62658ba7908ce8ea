package dev.tocsin.admin;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Calls the methods of Tocsin's own objects for the pages: {@code #{issue.name()}}. The server does that too, but lists all
 * methods of the class for each call, which was a seventh of what a page of fifty issues took. What is overloaded, takes
 * any number of values, or needs a value that has to be converted first, is left to the server; so are the objects of others,
 * because an application's own pages ask this too.
 */
public class OwnMethods extends ELResolver {

    private static final String OURS = "dev.tocsin.";

    private record Call(String name, int values) {}

    private static final ClassValue<Map<Call, Method>> METHODS = new ClassValue<>() {
        @Override
        protected Map<Call, Method> computeValue(Class<?> type) {
            return type.getName().startsWith(OURS) && Modifier.isPublic(type.getModifiers()) ? methods(type) : Map.of();
        }
    };

    private static Map<Call, Method> methods(Class<?> type) {
        Map<Call, Method> methods = new HashMap<>();
        Set<Call> overloaded = new HashSet<>();
        for (Method method : type.getMethods()) {
            if (!method.isBridge() && !method.isVarArgs() && !Modifier.isStatic(method.getModifiers())) {
                Call call = new Call(method.getName(), method.getParameterCount());
                if (methods.put(call, method) != null) {
                    overloaded.add(call);
                }
            }
        }
        methods.keySet().removeAll(overloaded);
        return methods;
    }

    @Override
    public Object invoke(ELContext context, Object base, Object name, Class<?>[] types, Object[] values) {
        if (base == null || name == null) {
            return null;
        }
        Object[] given = values == null ? new Object[0] : values;
        Method method = METHODS.get(base.getClass()).get(new Call(name.toString(), given.length));
        if (method == null || !fit(method.getParameterTypes(), given)) {
            return null;
        }
        try {
            Object result = method.invoke(base, given);
            context.setPropertyResolved(base, name);
            return result;
        } catch (IllegalAccessException e) {
            throw new ELException(e);
        } catch (InvocationTargetException e) {
            throw new ELException(e.getCause());
        }
    }

    private static boolean fit(Class<?>[] types, Object[] values) {
        for (int i = 0; i < types.length; i++) {
            if (!MethodType.methodType(types[i]).wrap().returnType().isInstance(values[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        // Nothing has properties here; whoever is asked next has.
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return false;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return null;
    }
}
