package dev.tocsin.bench;

import java.util.Arrays;
import java.util.List;

/** The same figure, measured several times. */
record Sample(List<Double> values) {

    Sample {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A sample needs a value");
        }
        values = values.stream().sorted().toList();
    }

    static Sample of(double... values) {
        return new Sample(Arrays.stream(values).boxed().toList());
    }

    double least() {
        return values.get(0);
    }

    double most() {
        return values.get(values.size() - 1);
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** So many things, in each of these times: how many a second. */
    Sample rateOf(long things) {
        return new Sample(values.stream().map(seconds -> things / seconds).toList());
    }
}
