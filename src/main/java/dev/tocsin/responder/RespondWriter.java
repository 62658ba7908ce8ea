package dev.tocsin.responder;

import dev.tocsin.dispatch.Dispatcher;
import dev.tocsin.job.Apart;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Lets run what has been planned, and what has become due. */
@Dependent
@Named("tocsinRespondWriter")
public class RespondWriter extends AbstractItemWriter {

    @Inject
    private Apart apart;

    @Inject
    private Dispatcher dispatcher;

    @Override
    public void writeItems(List<Object> pages) {
        apart.run(dispatcher::sweep);
    }
}
