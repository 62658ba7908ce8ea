package dev.tocsin.responder;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which responders a name matches, those that are disabled included. */
@ApplicationScoped
@Needs(Permission.READ)
public class ResponderMatches {

    /** Of the disabled ones, so many are tried, the latest changed first. */
    private static final int MOST_DISABLED = 1000;

    @Inject
    private Watch watch;

    @Inject
    private Database database;

    /** @param name null for one without */
    public record Match(long id, String name, String watchPattern, boolean enabled) {

        /** What people call it: its name, or else its pattern. */
        public String title() {
            return name == null ? watchPattern : name;
        }
    }

    /** The enabled ones first. */
    @InTransaction
    public List<Match> of(String issueName) {
        List<Long> enabled = watch.index().matching(issueName).stream()
                .map(PatternIndex.Watcher::id)
                .toList();
        return Stream.concat(byIds(enabled).stream(), disabled(issueName)).toList();
    }

    /** Those of them that there still are. Index: the primary key. */
    @InTransaction
    public List<Match> byIds(Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : database.query(
                        "SELECT id, name, watch_pattern, enabled FROM tocsin_responder WHERE id = ANY(?) ORDER BY id",
                        ResponderMatches::read,
                        Database.longs(ids));
    }

    private Stream<Match> disabled(String issueName) {
        return database
                .query(
                        "SELECT id, name, watch_pattern, enabled FROM tocsin_responder WHERE enabled = FALSE"
                                + " ORDER BY updated_at DESC LIMIT " + MOST_DISABLED,
                        ResponderMatches::read)
                .stream()
                .filter(match -> pattern(match)
                        .map(pattern -> pattern.matches(issueName))
                        .orElse(false));
    }

    private static Optional<WatchPattern> pattern(Match match) {
        try {
            return Optional.of(WatchPattern.compile(match.watchPattern()));
        } catch (PatternRefused writtenIntoTheTable) {
            return Optional.empty();
        }
    }

    private static Match read(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Match(
                row.getLong("id"), row.getString("name"), row.getString("watch_pattern"), row.getBoolean("enabled"));
    }
}
