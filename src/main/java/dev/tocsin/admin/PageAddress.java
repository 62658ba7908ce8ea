package dev.tocsin.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The address of a page with its filters, as it is bookmarked: what is null or empty is left out. */
final class PageAddress {

    private final String path;
    private final Map<String, String> parameters;

    /** @param path from the root of the application: {@code /tocsin/issues.xhtml} */
    PageAddress(String path) {
        this(path, Map.of());
    }

    private PageAddress(String path, Map<String, String> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    PageAddress with(String parameter, Object value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        if (value == null || value.toString().isEmpty()) {
            changed.remove(parameter);
        } else {
            changed.put(parameter, value.toString());
        }
        return new PageAddress(path, changed);
    }

    /** For the hidden fields of a form that comes back to it. */
    List<Map.Entry<String, String>> parameters() {
        return List.copyOf(parameters.entrySet());
    }

    @Override
    public String toString() {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }
}
