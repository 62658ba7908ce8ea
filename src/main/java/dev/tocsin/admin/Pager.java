package dev.tocsin.admin;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Page;

/** Where a list goes on from the part of it that is shown. */
public final class Pager {

    private final PageAddress list;
    private final String after;
    private final Page<?> shown;

    /**
     * @param list the address of the list's first page
     * @param after where the shown part begins; null for the first page
     */
    Pager(PageAddress list, String after, Page<?> shown) {
        this.list = list;
        this.after = after;
        this.shown = shown;
    }

    /** @throws dev.tocsin.platform.InvalidInput if it is no place in a list */
    static Cursor cursor(String after) {
        return after == null ? null : Cursor.parse(after, "after");
    }

    /** The address of the page after this one; empty if there is none. */
    public String getNext() {
        return shown.next()
                .map(next -> FacesPage.root() + list.with("after", next.text()))
                .orElse("");
    }

    /** The address of the first page; empty on the first page. */
    public String getFirst() {
        return after == null ? "" : FacesPage.root() + list;
    }
}
