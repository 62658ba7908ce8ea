package dev.tocsin.faults;

import java.time.Duration;

/** The short form, which every build runs, or the long one: {@code -Dtocsin.faults=long}. */
final class Form {

    private static final boolean LONG = "long".equals(System.getProperty("tocsin.faults"));

    private Form() {}

    static int of(int inTheShort, int inTheLong) {
        return LONG ? inTheLong : inTheShort;
    }

    static Duration of(Duration inTheShort, Duration inTheLong) {
        return LONG ? inTheLong : inTheShort;
    }
}
