package dev.tocsin.bench;

import java.util.List;

/** Something that is measured. A new one is a class of its own, and a line in {@link Benchmark}. */
interface Case {

    /** What {@code -Dbench} names it by. */
    String name();

    /** Whether it takes so long that it is not among {@code all}. */
    default boolean onlyByName() {
        return false;
    }

    /** Does it all: from an empty database to the figures. */
    List<Result> run() throws Exception;
}
