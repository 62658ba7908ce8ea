package dev.tocsin.admin;

import dev.tocsin.issue.Actor;
import dev.tocsin.security.Caller;
import dev.tocsin.security.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whoever looks at a page, as the history names them. */
@ApplicationScoped
class Viewer {

    @Inject
    private CurrentCaller caller;

    Actor actor() {
        return caller.get().map(Caller::name).map(Actor::user).orElse(Actor.CODE);
    }
}
