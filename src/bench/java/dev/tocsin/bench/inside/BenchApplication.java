package dev.tocsin.bench.inside;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** For the benchmark to ask the server about itself. */
@ApplicationPath("bench")
public class BenchApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HeapResource.class, OpenResource.class);
    }

    /** The heap. */
    @Path("heap")
    @RequestScoped
    public static class HeapResource {

        /**
         * @param every at how manieth records it is looked at from now on
         * @return the most that was in use since this was last asked, in bytes
         */
        @POST
        public String most(String every) {
            Heap.lookEvery(Long.parseLong(every));
            return Long.toString(Heap.most());
        }
    }
}
