package dev.tocsin.issue;

import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Objects;

/** The record that an issue is about: the type of the entity, and its id, both as text. */
@Embeddable
public class RecordRef {

    /** The greatest length of the type and of the id. */
    public static final int MOST = 200;

    @Column(name = "record_type")
    private String type;

    @Column(name = "record_id")
    private String id;

    /** For JPA. */
    protected RecordRef() {}

    private RecordRef(String type, String id) {
        this.type = type;
        this.id = id;
    }

    /**
     * @param type what kind of record, such as {@code Order}
     * @param id which one; anything whose text tells it
     * @throws dev.tocsin.platform.InvalidInput if one of them is empty or too long
     */
    public static RecordRef of(String type, Object id) {
        Problems problems = new Problems();
        String idText = id == null ? null : id.toString();
        check(type, idText, "record", problems);
        problems.throwIfAny();
        return new RecordRef(type, idText);
    }

    /** The same, with the simple name of the entity's class as the type. */
    public static RecordRef of(Class<?> type, Object id) {
        return of(type.getSimpleName(), id);
    }

    /** Says what would be wrong with such a reference. */
    public static void check(String type, String id, String path, Problems problems) {
        Text.checkFilled(type, Problems.path(path, "type"), MOST, problems);
        Text.checkFilled(id, Problems.path(path, "id"), MOST, problems);
    }

    public String type() {
        return type;
    }

    public String id() {
        return id;
    }

    /** Whether it is a record of that entity, as {@link #of(Class, Object)} names it. */
    public boolean isOf(Class<?> type) {
        return this.type.equals(type.getSimpleName());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordRef that && type.equals(that.type) && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, id);
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
