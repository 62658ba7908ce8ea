package dev.tocsin.api;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that the API can be asked, as its resources declare it. */
public final class Operations {

    private Operations() {}

    /** As "GET /api/issues/{id}". */
    public static TreeSet<String> below(String root) {
        return RestApi.RESOURCES.entrySet().stream()
                .flatMap(resource -> Stream.of(resource.getValue().getDeclaredMethods())
                        .map(method -> operation(root + "/" + resource.getKey(), method))
                        .filter(Objects::nonNull))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String operation(String resource, Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value() + " " + resource + path(method.getAnnotation(Path.class));
            }
        }
        return null;
    }

    /** With a slash before it; what a variable has to look like is left out. */
    private static String path(Path path) {
        if (path == null || path.value().equals("/") || path.value().isEmpty()) {
            return "";
        }
        return (path.value().startsWith("/") ? "" : "/") + path.value().replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
    }
}
