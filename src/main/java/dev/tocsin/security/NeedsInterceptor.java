package dev.tocsin.security;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Asks before a method is called, and before its transaction begins: see {@link Needs}. */
@Interceptor
@Needs(Permission.READ)
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class NeedsInterceptor {

    @Inject
    private CurrentCaller caller;

    @AroundInvoke
    public Object call(InvocationContext call) throws Exception {
        Needs ofMethod = call.getMethod().getAnnotation(Needs.class);
        Needs needs = ofMethod != null
                ? ofMethod
                : call.getMethod().getDeclaringClass().getAnnotation(Needs.class);
        return caller.checked(needs.value(), call::proceed);
    }
}
