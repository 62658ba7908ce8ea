package dev.tocsin.security;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * What the caller of a method needs, if a page or the API calls it: {@link Forbidden} is thrown at one
 * who lacks it, before anything is done. The application's own code is not asked.
 */
@InterceptorBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface Needs {

    @Nonbinding
    Permission value();
}
