package dev.tocsin.admin;

import dev.tocsin.issue.IssueCounts;
import java.util.ArrayList;
import java.util.List;

/** The days as bars, two for each: where they are in a picture of a fixed size, drawn by the page as SVG. Pure. */
public final class BarChart {

    private static final int WIDTH = 1180;
    private static final int HEIGHT = 180;
    private static final int TOP = 8;
    private static final int LEFT = 44;
    private static final int BOTTOM = 22;

    private final List<Bar> bars = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<IssueCounts.Day> days;

    /** @param kind {@code opened} or {@code resolved} */
    public record Bar(String kind, double x, double y, double width, double height, String day, long count) {}

    /** A line across the picture, with its number. */
    public record Line(double y, String text) {}

    BarChart(List<IssueCounts.Day> days) {
        this.days = List.copyOf(days);
        long most = Math.max(
                4,
                roundUp(days.stream()
                        .mapToLong(day -> Math.max(day.opened(), day.resolved()))
                        .max()
                        .orElse(0)));
        double slot = (double) (WIDTH - LEFT) / Math.max(1, days.size());
        double wide = slot * 0.36;
        for (int i = 0; i < days.size(); i++) {
            IssueCounts.Day day = days.get(i);
            double x = LEFT + i * slot + slot * 0.12;
            add("opened", x, wide, day.opened(), most, day);
            add("resolved", x + wide + 1, wide, day.resolved(), most, day);
        }
        for (int quarter = 0; quarter <= 4; quarter += 2) {
            lines.add(new Line(rounded(y(most * quarter / 4.0, most)), String.format("%,d", most * quarter / 4)));
        }
    }

    /** The next number that is pleasant to divide. */
    static long roundUp(long number) {
        long unit = 1;
        while (unit * 10 < number) {
            unit *= 10;
        }
        for (long step : new long[] {1, 2, 4, 6, 8, 10}) {
            if (step * unit >= number) {
                return step * unit;
            }
        }
        return number;
    }

    private void add(String kind, double x, double width, long count, long most, IssueCounts.Day day) {
        double y = y(count, most);
        bars.add(new Bar(
                kind,
                rounded(x),
                rounded(y),
                rounded(width),
                rounded(HEIGHT - BOTTOM - y),
                day.date().toString(),
                count));
    }

    private static double y(double count, long most) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / most);
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    public int getWidth() {
        return WIDTH;
    }

    public int getHeight() {
        return HEIGHT;
    }

    public int getLeft() {
        return LEFT;
    }

    public List<Bar> getBars() {
        return bars;
    }

    public List<Line> getLines() {
        return lines;
    }

    /** For those who cannot see it: the same as a table. */
    public List<IssueCounts.Day> getDays() {
        return days;
    }

    /** The word below the bars of a day, at every other of them. */
    public List<Bar> getLabels() {
        List<Bar> labels = new ArrayList<>();
        for (int i = 0; i < bars.size(); i += 4) {
            labels.add(bars.get(i));
        }
        return labels;
    }

    public long getOpened() {
        return days.stream().mapToLong(IssueCounts.Day::opened).sum();
    }

    public long getResolved() {
        return days.stream().mapToLong(IssueCounts.Day::resolved).sum();
    }
}
