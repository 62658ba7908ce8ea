package dev.tocsin.admin;

import dev.tocsin.platform.Setting;
import dev.tocsin.platform.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the documented properties file says of each key. That of a group of keys, with no empty line between them, is
 * said once, before the first.
 */
final class SettingNotes {

    /** How our own file begins: an application may have one of the same name. */
    private static final String BEGINNING = "# The configuration of Tocsin";

    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> defaults = new HashMap<>();

    private SettingNotes(String file) {
        StringBuilder comment = new StringBuilder();
        boolean sawKey = false;
        for (String line : lines(file)) {
            if (line.isEmpty() || line.startsWith("# ---")) {
                comment.setLength(0);
                sawKey = false;
            } else if (line.startsWith("#")) {
                if (sawKey) {
                    comment.setLength(0);
                    sawKey = false;
                }
                comment.append(comment.length() == 0 ? "" : " ")
                        .append(line.substring(1).strip());
            } else if (line.indexOf('=') > 0) {
                String key = line.substring(0, line.indexOf('=')).strip();
                notes.put(key, comment.toString());
                defaults.put(key, line.substring(line.indexOf('=') + 1).strip());
                sawKey = true;
            }
        }
    }

    private static List<String> lines(String file) {
        return new BufferedReader(new StringReader(file))
                .lines()
                .map(String::strip)
                .toList();
    }

    static SettingNotes of(String file) {
        return new SettingNotes(file);
    }

    /** Those of the file that this build came with. */
    static SettingNotes shipped() {
        try {
            for (URL found : Collections.list(
                    Settings.class.getClassLoader().getResources("META-INF/microprofile-config.properties"))) {
                try (InputStream in = found.openStream()) {
                    String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    if (file.startsWith(BEGINNING)) {
                        return of(file);
                    }
                }
            }
            return of("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if nothing is said. */
    String of(Setting setting) {
        return notes.getOrDefault(setting.key(), "");
    }

    /** Empty if there is none. */
    String standard(Setting setting) {
        return defaults.getOrDefault(setting.key(), "");
    }
}
