package dev.tocsin.responder;

import dev.tocsin.platform.JsonColumn;
import dev.tocsin.platform.Sealed;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One action of a responder: which, with what arguments, how long after the issue was opened. */
@Entity
@Table(name = "tocsin_responder_action")
public class ResponderAction {

    @Id
    private long id;

    private int position;

    @Column(name = "target_function")
    private String targetFunction;

    @Convert(converter = JsonColumn.class)
    @Column(name = "function_kwargs")
    private JsonValue functionKwargs;

    @Column(name = "delay_sec")
    private int delaySec;

    private long revision;

    /** For JPA. */
    protected ResponderAction() {}

    ResponderAction(long id) {
        this.id = id;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    void set(ResponderDraft.Step step, long newRevision) {
        revision = newRevision;
        targetFunction = step.targetFunction();
        functionKwargs = step.functionKwargs();
        delaySec = step.delaySec();
    }

    /** The same arguments, encrypted anew. */
    void encryptedAs(JsonObject sealedKwargs) {
        functionKwargs = sealedKwargs;
    }

    /** What was planned from it before is not what it stands for now. */
    void changedAt(long newRevision) {
        revision = newRevision;
    }

    long revision() {
        return revision;
    }

    public long id() {
        return id;
    }

    /** The name of the action. */
    public String targetFunction() {
        return targetFunction;
    }

    /** Its arguments; {@code ********} stands for each secret. */
    public JsonObject functionKwargs() {
        return Sealed.masked(storedKwargs());
    }

    /** With the secrets, encrypted. */
    JsonObject storedKwargs() {
        return functionKwargs instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** In seconds, from when the issue was opened. */
    public int delaySec() {
        return delaySec;
    }
}
