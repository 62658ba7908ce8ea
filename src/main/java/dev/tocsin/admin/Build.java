package dev.tocsin.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Properties;

/**
 * What this build was made of, as the build wrote it down. The time is that of the commit, not of the build: the same
 * sources make the same file.
 */
@ApplicationScoped
public class Build {

    private Properties known;

    @PostConstruct
    void read() {
        known = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("/dev/tocsin/build.properties")) {
            if (file != null) {
                known.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String version() {
        return known.getProperty("version", "dev");
    }

    /** With {@code -dirty} at its end where the sources had been changed since; empty where there was no repository. */
    public Optional<String> commit() {
        return Optional.ofNullable(known.getProperty("commit")).filter(text -> text.matches("[0-9a-f]{40}(-dirty)?"));
    }

    public Optional<Instant> committedAt() {
        try {
            return Optional.ofNullable(known.getProperty("time"))
                    .filter(text -> commit().isPresent())
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notTold) {
            return Optional.empty();
        }
    }
}
