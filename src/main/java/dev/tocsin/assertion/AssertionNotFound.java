package dev.tocsin.assertion;

/** There is no such assertion. */
public class AssertionNotFound extends RuntimeException {

    public AssertionNotFound(long id) {
        super("There is no assertion " + id);
    }

    AssertionNotFound(String name) {
        super("There is no assertion \"" + dev.tocsin.platform.Text.visible(name) + "\"");
    }
}
