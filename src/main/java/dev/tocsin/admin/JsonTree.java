package dev.tocsin.admin;

import jakarta.faces.component.UIComponentBase;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseWriter;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * JSON as a tree that people can read, fold and copy: {@code <tocsin:json value="#{issue.details()}"/>}. All of it is
 * written as text: it may come from anywhere.
 */
public class JsonTree extends UIComponentBase {

    /** Below that, what has more than a few entries is folded. */
    private static final int OPEN_DEPTH = 2;

    private static final int OPEN_ENTRIES = 30;

    /** A bound on what a page is made to carry. */
    private static final int MOST_NODES = 2_000;

    @Override
    public String getFamily() {
        return "tocsin";
    }

    @Override
    public void encodeBegin(FacesContext context) throws IOException {
        ResponseWriter out = context.getResponseWriter();
        Object value = getAttributes().get("value");
        JsonValue json = value == null ? JsonValue.NULL : (JsonValue) value;
        out.startElement("div", this);
        out.writeAttribute("class", "json", null);
        int[] left = {MOST_NODES};
        if (json instanceof JsonObject || json instanceof JsonArray) {
            entries(out, json, 0, left);
        } else {
            scalar(out, json);
        }
        out.endElement("div");
    }

    private void entries(ResponseWriter out, JsonValue value, int depth, int[] left) throws IOException {
        out.startElement("ul", this);
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
                entry(out, entry.getKey(), entry.getValue(), depth, left);
            }
        } else {
            int index = 0;
            for (JsonValue item : value.asJsonArray()) {
                entry(out, Integer.toString(index++), item, depth, left);
            }
        }
        out.endElement("ul");
    }

    private void entry(ResponseWriter out, String key, JsonValue value, int depth, int[] left) throws IOException {
        if (--left[0] < 0) {
            if (left[0] == -1) {
                out.startElement("li", this);
                out.writeText("…", null);
                out.endElement("li");
            }
            return;
        }
        out.startElement("li", this);
        int size = value instanceof JsonObject object
                ? object.size()
                : value instanceof JsonArray array ? array.size() : -1;
        if (size > 0) {
            out.startElement("details", this);
            if (depth < OPEN_DEPTH && size <= OPEN_ENTRIES) {
                out.writeAttribute("open", "open", null);
            }
            out.startElement("summary", this);
            key(out, key);
            out.startElement("span", this);
            out.writeAttribute("class", "json-size", null);
            out.writeText(value instanceof JsonArray ? "[" + size + "]" : "{" + size + "}", null);
            out.endElement("span");
            out.endElement("summary");
            entries(out, value, depth + 1, left);
            out.endElement("details");
        } else {
            key(out, key);
            scalar(out, value);
        }
        out.endElement("li");
    }

    private void key(ResponseWriter out, String key) throws IOException {
        out.startElement("span", this);
        out.writeAttribute("class", "json-key", null);
        out.writeText(key, null);
        out.endElement("span");
        out.writeText(" ", null);
    }

    private void scalar(ResponseWriter out, JsonValue value) throws IOException {
        String text = value instanceof JsonString string ? string.getString() : value.toString();
        boolean block = text.indexOf('\n') >= 0;
        out.startElement(block ? "pre" : "span", this);
        out.writeAttribute("class", "json-" + value.getValueType().name().toLowerCase(Locale.ROOT), null);
        out.writeText(text, null);
        out.endElement(block ? "pre" : "span");
    }
}
