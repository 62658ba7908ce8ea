package dev.tocsin.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Setting;
import dev.tocsin.platform.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The description of the API and the API itself name the same operations, so that neither drifts. */
class OpenApiTest {

    private static final Pattern PATH = Pattern.compile(" {2}['\"]?(/[^'\"]*?)['\"]?:\\s*");
    private static final Pattern METHOD = Pattern.compile(" {4}(get|put|post|delete|patch|head|options|trace):\\s*");

    @Test
    void describesEveryOperationAndNoOther() throws IOException {
        assertThat(described(openApi())).isNotEmpty().isEqualTo(declared());
    }

    @Test
    void findsOperationsInADescription() {
        assertThat(described(List.of(
                        "info:",
                        "  /not/a/path:",
                        "    get:",
                        "paths:",
                        "",
                        "  /api/things:   ",
                        "    # a remark",
                        "    parameters:",
                        "      - name: get",
                        "    get:",
                        "      summary: |",
                        "        delete:",
                        "    post:",
                        "  '/api/things/{id}':",
                        "    put:",
                        "components:",
                        "  /nor/this:",
                        "    get:")))
                .containsExactly("GET /api/things", "POST /api/things", "PUT /api/things/{id}");
    }

    private static TreeSet<String> declared() {
        return Operations.below(Settings.defaults().getProperty(Setting.REST_PATH.key()));
    }

    /** Goes through the section "paths" by its indentation. */
    private static TreeSet<String> described(List<String> lines) {
        TreeSet<String> operations = new TreeSet<>();
        boolean inPaths = false;
        String path = null;
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith(" ") && !line.startsWith("#")) {
                inPaths = line.strip().equals("paths:");
                path = null;
            } else if (inPaths) {
                Matcher found = PATH.matcher(line);
                Matcher verb = METHOD.matcher(line);
                if (found.matches()) {
                    path = found.group(1);
                } else if (verb.matches()) {
                    assertThat(path).as("the path above " + line.strip()).isNotNull();
                    assertThat(operations.add(verb.group(1).toUpperCase(Locale.ROOT) + " " + path))
                            .as("%s of %s is described once", verb.group(1), path)
                            .isTrue();
                }
            }
        }
        return operations;
    }

    private static List<String> openApi() throws IOException {
        try (InputStream yaml = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            assertThat(yaml).as("/META-INF/openapi.yaml on the class path").isNotNull();
            return new String(yaml.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
