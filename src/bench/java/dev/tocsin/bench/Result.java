package dev.tocsin.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param work what was done
 * @param unit of all figures
 * @param peer what is beside it
 */
record Result(String benchCase, String work, Unit unit, Sample tocsin, Optional<Peer> peer, Optional<Goal> goal) {

    /**
     * Somebody else, at the same work.
     *
     * @param inTurn whether it was measured in this run: a figure of another day is nothing to divide by
     */
    record Peer(String name, Sample sample, boolean inTurn) {}

    static Result of(String benchCase, String work, Unit unit, Sample tocsin) {
        return new Result(benchCase, work, unit, tocsin, Optional.empty(), Optional.empty());
    }

    Result beside(String name, Sample sample) {
        return beside(new Peer(name, sample, true));
    }

    /** For who wants to know, without a ratio. */
    Result measuredBefore(String name, double figure) {
        return beside(new Peer(name + ", measured before", Sample.of(figure), false));
    }

    private Result beside(Peer one) {
        return new Result(benchCase, work, unit, tocsin, Optional.of(one), goal);
    }

    Result atLeast(double times) {
        return new Result(benchCase, work, unit, tocsin, peer, Optional.of(new Goal.Times(times)));
    }

    /** Without a peer: so much, whoever else can. */
    Result reaching(double least) {
        return new Result(benchCase, work, unit, tocsin, peer, Optional.of(new Goal.AtLeast(least)));
    }

    Result atMost(double most) {
        return new Result(benchCase, work, unit, tocsin, peer, Optional.of(new Goal.AtMost(most)));
    }

    /** How many times as good as the peer: 2 is twice as fast, or half as much of what less is better of. */
    OptionalDouble ratio() {
        if (peer.isEmpty() || !peer.get().inTurn()) {
            return OptionalDouble.empty();
        }
        double ours = tocsin.median();
        double theirs = peer.get().sample().median();
        return OptionalDouble.of(unit.lessIsBetter() ? theirs / ours : ours / theirs);
    }

    /** Empty if there is no goal. */
    Optional<Boolean> met() {
        return goal.map(one -> one.isMetBy(this));
    }
}
