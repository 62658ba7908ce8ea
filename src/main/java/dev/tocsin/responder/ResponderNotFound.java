package dev.tocsin.responder;

/** There is no responder of that id. */
public class ResponderNotFound extends RuntimeException {

    public ResponderNotFound(long id) {
        super("There is no responder " + id);
    }
}
