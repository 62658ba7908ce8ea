package dev.tocsin.admin;

import dev.tocsin.platform.InvalidInput;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What pages ask of the request that they answer. */
final class FacesPage {

    private FacesPage() {}

    private static ExternalContext external() {
        return FacesContext.getCurrentInstance().getExternalContext();
    }

    /** Where it is, for links. */
    static String root() {
        return external().getRequestContextPath();
    }

    /** A value of a form that is no component of the page; empty if there is none. */
    static Optional<String> parameter(String name) {
        return Optional.ofNullable(external().getRequestParameterMap().get(name))
                // What no database can hold, or look for.
                .map(text -> text.replace("\0", "").strip())
                .filter(text -> !text.isEmpty());
    }

    /** Whether a form of the page was sent, and has not led elsewhere. */
    static boolean isSent() {
        FacesContext faces = FacesContext.getCurrentInstance();
        return faces.isPostback() && !faces.getResponseComplete();
    }

    /** What the page is about; empty if that is no number. */
    static Optional<Long> id() {
        return parameter("id").filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }

    /**
     * The row whose button was pressed. Such a button is plain HTML that has the name of a command component and the
     * row's id as its value: so that it means the same row when the list has changed meanwhile.
     */
    static long pressed(String clientId) {
        return parameter(clientId)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElseThrow(() -> new InvalidInput(clientId, "is missing; needed is the id of what is meant"));
    }

    /** The rows that were picked in a list. */
    static List<Long> picked() {
        String[] values = external().getRequestParameterValuesMap().get("picked");
        return values == null
                ? List.of()
                : Arrays.stream(values)
                        .filter(text -> text.matches("\\d{1,18}"))
                        .map(Long::valueOf)
                        .distinct()
                        .limit(1000)
                        .toList();
    }

    /** Why somebody changes something; null if it is not told. */
    static String reason() {
        return parameter("reason").orElse(null);
    }

    static void redirect(PageAddress address) {
        redirectTo(root() + address);
    }

    /** @param address with the root of the application before it */
    static void redirectTo(String address) {
        try {
            external().redirect(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers with the house's page for what there is not. */
    static void notFound() {
        refuse(404);
    }

    /** Answers with the house's page for what is not for whoever asks. */
    static void forbidden() {
        refuse(403);
    }

    private static void refuse(int status) {
        try {
            external().responseSendError(status, "");
            FacesContext.getCurrentInstance().responseComplete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
