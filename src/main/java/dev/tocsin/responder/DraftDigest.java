package dev.tocsin.responder;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * A digest of what a responder is to be: the same whatever the order of the fields, the white space, and
 * what was left out because it is the default; the ids of its actions do not count. It is kept in
 * databases, so it must not change from one version to the next, nor with the JSON library.
 */
final class DraftDigest {

    private final StringBuilder text = new StringBuilder();

    private DraftDigest() {}

    /** SHA-256, in 64 hexadecimal digits. */
    static String of(ResponderDraft draft) {
        DraftDigest canonical = new DraftDigest();
        canonical.add(draft);
        return sha256(canonical.text.toString());
    }

    private void add(ResponderDraft draft) {
        text.append("{name:");
        if (draft.name() != null) {
            add(draft.name());
        }
        text.append(",watch_pattern:");
        add(draft.watchPattern());
        text.append(",allow_retry:").append(draft.allowRetry());
        text.append(",enabled:").append(draft.enabled());
        text.append(",actions:[");
        for (ResponderDraft.Step step : draft.actions()) {
            text.append("{target_function:");
            add(step.targetFunction());
            text.append(",function_kwargs:");
            add(step.functionKwargs());
            text.append(",delay_sec:").append(step.delaySec()).append("},");
        }
        text.append("]}");
    }

    private void add(JsonValue value) {
        if (value instanceof JsonObject object) {
            text.append('{');
            new TreeMap<>(object).forEach((name, inner) -> {
                add(name);
                text.append(':');
                add(inner);
                text.append(',');
            });
            text.append('}');
        } else if (value instanceof JsonArray array) {
            text.append('[');
            array.forEach(inner -> {
                add(inner);
                text.append(',');
            });
            text.append(']');
        } else if (value instanceof JsonString string) {
            add(string.getString());
        } else if (value instanceof JsonNumber number) {
            text.append(number.bigDecimalValue());
        } else {
            text.append(value.getValueType());
        }
    }

    /** Quoted, so that no text looks like what is around it. */
    private void add(String part) {
        text.append('"')
                .append(part.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
