package dev.tocsin.bench.inside;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Does nothing: what is measured is all that is around it. */
@ApplicationScoped
public class NothingAction implements Action {

    @Override
    public String name() {
        return "nothing";
    }

    @Override
    public Object execute(ActionContext context) {
        return null;
    }
}
