package dev.tocsin.admin;

import jakarta.faces.component.UIComponentBase;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A moment: {@code <tocsin:time value="#{issue.createdAt()}"/>}. The exact time in UTC is shown on hover; the
 * page's script writes it as {@code 5 min ago}, or with {@code exact="true"} as date and time in the
 * viewer's zone.
 */
public class TimeText extends UIComponentBase {

    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** To the minute, for where no script comes by. */
    static String utc(Instant time) {
        return SHORT.format(time);
    }

    @Override
    public String getFamily() {
        return "tocsin";
    }

    @Override
    public void encodeBegin(FacesContext context) throws IOException {
        Instant value = (Instant) getAttributes().get("value");
        ResponseWriter out = context.getResponseWriter();
        if (value == null) {
            out.startElement("span", this);
            out.writeAttribute("class", "none", null);
            out.writeText("–", null);
            out.endElement("span");
            return;
        }
        out.startElement("time", this);
        out.writeAttribute("datetime", value.toString(), null);
        out.writeAttribute("title", SHOWN.format(value), null);
        out.writeAttribute("data-time", isExact() ? "exact" : "relative", null);
        out.writeText(SHORT.format(value), null);
        out.endElement("time");
    }

    private boolean isExact() {
        return Boolean.parseBoolean(String.valueOf(getAttributes().get("exact")));
    }
}
