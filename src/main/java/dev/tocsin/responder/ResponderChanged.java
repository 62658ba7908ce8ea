package dev.tocsin.responder;

/** Someone else changed the responder since it was read. */
public class ResponderChanged extends RuntimeException {

    ResponderChanged(long id, long expected, long actual) {
        super("Responder " + id + " was changed by someone else: it is at version " + actual + ", not " + expected
                + "; read it again and make your change to what it is now");
    }
}
