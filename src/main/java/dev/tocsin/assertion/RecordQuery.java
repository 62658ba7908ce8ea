package dev.tocsin.assertion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JPQL by which the records of an assertion are read, range by range in the order of their ids: the
 * condition or the query that narrows them, with a range of ids added to it. Pure.
 */
final class RecordQuery {

    /** Functions by which JPQL reaches plain SQL: not for a text that comes from a configuration. */
    private static final Pattern ESCAPES =
            Pattern.compile("\\b(FUNC|FUNCTION|SQL|COLUMN|OPERATOR|TABLE)\\s*\\(", Pattern.CASE_INSENSITIVE);

    private static final Pattern SELECT =
            Pattern.compile("SELECT\\s+(DISTINCT\\s+)?(\\w+)\\s+FROM\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern WORD =
            Pattern.compile("\\b(WHERE|GROUP\\s+BY|HAVING|ORDER\\s+BY)\\b", Pattern.CASE_INSENSITIVE);

    /** What is joined, in any of JPQL's ways. */
    private static final Pattern SEVERAL = Pattern.compile("\\bJOIN\\b|,", Pattern.CASE_INSENSITIVE);

    private final String from;
    private final String alias;
    private final boolean distinct;
    private final String condition;
    private final List<String> idPaths;

    private RecordQuery(String from, String alias, boolean distinct, String condition, List<String> idPaths) {
        this.from = from;
        this.alias = alias;
        this.distinct = distinct;
        this.condition = condition;
        this.idPaths = idPaths.stream().map(path -> alias + "." + path).toList();
    }

    /**
     * @param idPaths the attributes of the id, each a path from the record, in their order
     * @throws IllegalArgumentException saying what is wrong with the selection
     */
    static RecordQuery of(RecordSelection selection, String entityName, List<String> idPaths) {
        if (selection.query() == null) {
            String where = selection.where();
            if (where != null) {
                refuseUnbalanced(where);
            }
            return new RecordQuery(entityName + " r", "r", false, where, idPaths);
        }
        if (selection.where() != null) {
            throw new IllegalArgumentException("is given besides a condition (where); needed is one of the two");
        }
        String query = selection.query();
        refuseUnbalanced(query);
        String outline = outline(query);
        Matcher select = SELECT.matcher(outline);
        if (!select.matches()) {
            throw new IllegalArgumentException(
                    "does not begin with SELECT, the name of the record, and FROM, as SELECT r FROM " + entityName
                            + " r WHERE …");
        }
        int fromAt = outline.toUpperCase(Locale.ROOT).indexOf("FROM", select.end(2)) + 4;
        int end = query.length();
        String condition = null;
        Matcher word = WORD.matcher(outline);
        while (word.find()) {
            if (!word.group(1).equalsIgnoreCase("WHERE")) {
                throw new IllegalArgumentException("has " + word.group(1).toUpperCase(Locale.ROOT)
                        + "; needed is a query of single records, which are read in the order of their ids");
            }
            end = word.start();
            condition = query.substring(word.end()).strip();
        }
        return new RecordQuery(
                query.substring(fromAt, end).strip(), select.group(2), select.group(1) != null, condition, idPaths);
    }

    /** Whether a text reaches plain SQL, beyond what JPQL itself says. */
    static boolean escapesToSql(String jpql) {
        return jpql != null && ESCAPES.matcher(withoutTexts(jpql)).find();
    }

    /** Whether a record may be among them several times, for each of the others that it is joined with. */
    boolean mayRepeat() {
        return !distinct && SEVERAL.matcher(from).find();
    }

    /** The records after one id (if {@code after}), up to another (if {@code upTo}), in the order of their ids. */
    String page(boolean after, boolean upTo) {
        return "SELECT " + (distinct ? "DISTINCT " : "") + alias + " FROM " + from + where(range(after, upTo))
                + order();
    }

    /** The ids of all records, in their order. */
    String ids() {
        return "SELECT " + (distinct ? "DISTINCT " : "") + String.join(", ", idPaths) + " FROM " + from
                + where(List.of()) + order();
    }

    String count() {
        return "SELECT COUNT(" + (distinct ? "DISTINCT " : "") + alias + ") FROM " + from + where(List.of());
    }

    /** One record, if it is still among them. */
    String one() {
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < idPaths.size(); i++) {
            equal.add(idPaths.get(i) + " = :after" + i);
        }
        return "SELECT " + (distinct ? "DISTINCT " : "") + alias + " FROM " + from + where(equal);
    }

    private List<String> range(boolean after, boolean upTo) {
        List<String> conditions = new ArrayList<>();
        if (after) {
            conditions.add(compared(">", "after", false));
        }
        if (upTo) {
            conditions.add(compared("<", "upTo", true));
        }
        return conditions;
    }

    /** Attribute by attribute, the first one alone as well: that is what an index can use. */
    private String compared(String operator, String parameter, boolean orEqual) {
        int last = idPaths.size() - 1;
        if (last == 0) {
            return idPaths.get(0) + " " + operator + (orEqual ? "= :" : " :") + parameter + 0;
        }
        List<String> cases = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            StringBuilder one = new StringBuilder();
            for (int j = 0; j < i; j++) {
                one.append(idPaths.get(j))
                        .append(" = :")
                        .append(parameter)
                        .append(j)
                        .append(" AND ");
            }
            one.append(idPaths.get(i))
                    .append(' ')
                    .append(operator)
                    .append(orEqual && i == last ? "= :" : " :")
                    .append(parameter)
                    .append(i);
            cases.add("(" + one + ")");
        }
        return idPaths.get(0) + " " + operator + "= :" + parameter + "0 AND (" + String.join(" OR ", cases) + ")";
    }

    private String where(List<String> more) {
        List<String> all = new ArrayList<>();
        if (condition != null) {
            all.add("(" + condition + ")");
        }
        all.addAll(more);
        return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
    }

    private String order() {
        return " ORDER BY " + String.join(", ", idPaths);
    }

    private static void refuseUnbalanced(String jpql) {
        int depth = 0;
        for (char c : withoutTexts(jpql).toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0) {
                throw new IllegalArgumentException("closes a parenthesis that was not opened");
            }
            if (c == '\'') {
                throw new IllegalArgumentException("has a text in quotes that does not end");
            }
        }
        if (depth > 0) {
            throw new IllegalArgumentException("opens a parenthesis that is not closed");
        }
    }

    /** The same length, with blanks for what is in quotes. */
    private static String withoutTexts(String jpql) {
        StringBuilder plain = new StringBuilder(jpql);
        Matcher text = Pattern.compile("'(?:[^']|'')*'").matcher(jpql);
        while (text.find()) {
            blank(plain, text.start(), text.end());
        }
        return plain.toString();
    }

    /** The same length, with blanks for what is in quotes or in parentheses. */
    private static String outline(String jpql) {
        StringBuilder plain = new StringBuilder(withoutTexts(jpql));
        int depth = 0;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            depth -= c == ')' ? 1 : 0;
            if (depth > 0) {
                plain.setCharAt(i, ' ');
            }
            depth += c == '(' ? 1 : 0;
        }
        return plain.toString();
    }

    private static void blank(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            text.setCharAt(i, ' ');
        }
    }
}
