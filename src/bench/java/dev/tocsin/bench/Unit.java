package dev.tocsin.bench;

/** What figures are in. */
enum Unit {
    SECONDS("s", true),
    MILLISECONDS("ms", true),
    MICROSECONDS("µs", true),
    PER_SECOND("/s", false),
    MEBIBYTES("MiB", true);

    private final String sign;
    private final boolean lessIsBetter;

    Unit(String sign, boolean lessIsBetter) {
        this.sign = sign;
        this.lessIsBetter = lessIsBetter;
    }

    boolean lessIsBetter() {
        return lessIsBetter;
    }

    String sign() {
        return sign;
    }
}
