package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells whether so many of one meeting ran at one moment. It does not wait for the others for so long that it is slow. */
@ApplicationScoped
public class MeetAction implements Action {

    private static final int PATIENCE_MILLIS = 100;

    private final Map<String, CyclicBarrier> meetings = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "meet";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required("meeting", Argument.Type.LINE, "Its name"),
                Argument.required("count", Argument.Type.NUMBER, "How many come"));
    }

    @Override
    public Object execute(ActionContext context) throws InterruptedException {
        CyclicBarrier meeting = meetings.computeIfAbsent(
                context.text("meeting"),
                name -> new CyclicBarrier(context.arguments().getInt("count")));
        try {
            meeting.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return Map.of("met", true);
        } catch (BrokenBarrierException | TimeoutException e) {
            return Map.of("met", false);
        }
    }
}
