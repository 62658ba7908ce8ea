package dev.tocsin.job;

/** There is no job of that id. */
public class JobNotFound extends RuntimeException {

    JobNotFound(long id) {
        super("There is no job " + id);
    }
}
