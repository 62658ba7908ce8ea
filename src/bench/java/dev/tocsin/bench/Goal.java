package dev.tocsin.bench;

/** What a figure has to be. */
sealed interface Goal {

    /** At least so many times as good as what is beside it. */
    record Times(double least) implements Goal {}

    /** Not more than that, in the figure's unit. */
    record AtMost(double most) implements Goal {}

    /** Not less than that, in the figure's unit. */
    record AtLeast(double least) implements Goal {}

    default boolean isMetBy(Result result) {
        if (this instanceof Times times) {
            return result.ratio().orElseThrow() >= times.least();
        }
        return this instanceof AtLeast atLeast
                ? result.tocsin().median() >= atLeast.least()
                : result.tocsin().median() <= ((AtMost) this).most();
    }
}
