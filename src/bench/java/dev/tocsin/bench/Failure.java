package dev.tocsin.bench;

/** A case that has no figures, and why. */
record Failure(String benchCase, String why) {

    static Failure of(Case one, Throwable cause) {
        return new Failure(one.name(), cause.toString().strip().replaceAll("\\s+", " "));
    }
}
