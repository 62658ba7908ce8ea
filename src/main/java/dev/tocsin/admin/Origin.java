package dev.tocsin.admin;

import java.util.Locale;

/** Where a value of the configuration comes from. */
enum Origin {
    DEFAULT,
    ENVIRONMENT,
    SYSTEM_PROPERTY,
    /** The {@code microprofile-config.properties} of the application that Tocsin is part of. */
    APPLICATION,
    /** The launcher of the standalone server, which allows nothing else. */
    SERVER,
    OTHER;

    /** That of the file with the defaults. */
    static final int DEFAULT_ORDINAL = 50;

    /**
     * Each implementation of MicroProfile Config has names of its own for its sources.
     *
     * @param source null if nothing has a value
     */
    static Origin of(String source, int ordinal) {
        if (source == null) {
            return DEFAULT;
        }
        String name = source.toLowerCase(Locale.ROOT);
        if (name.contains("env")) {
            return ENVIRONMENT;
        }
        if (name.replaceAll("[ ._-]", "").matches(".*(sysprop|systemprop).*")) {
            return SYSTEM_PROPERTY;
        }
        if (name.contains("properties")) {
            return ordinal == DEFAULT_ORDINAL ? DEFAULT : APPLICATION;
        }
        return OTHER;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
