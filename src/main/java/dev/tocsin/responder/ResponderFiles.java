package dev.tocsin.responder;

import dev.tocsin.platform.Problems;
import dev.tocsin.platform.StartUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Loads the responders that an application ships as {@value ResponderFile#PATH}, when it starts. Of an
 * argument that is a secret, the file says the secret, or which key of the configuration has it. They go
 * by their names: an entry is stored when it is new and when it has changed, and else leaves the
 * responder alone, so that a change that an admin made stays. What is in no file any more is disabled,
 * once.
 */
@ApplicationScoped
public class ResponderFiles {

    private static final Logger LOG = Logger.getLogger(ResponderFiles.class.getName());

    @Inject
    private ResponderJson json;

    @Inject
    private ShippedResponders shipped;

    /** Before there are any callers. A file with a fault ends the deployment. */
    void start() {
        StartUp.step("the responders of the application", () -> load(ResponderFile.onClassPath(loader())));
    }

    /**
     * Loads these, which take the place of those loaded before: in a transaction of its own, all or
     * nothing, whatever other nodes load at the same time. Every node watches for them at its next sweep.
     *
     * @throws dev.tocsin.platform.InvalidInput naming each file with all that is wrong in it
     */
    public void load(List<ResponderFile> files) {
        FileChanges changes = shipped.bringTo(
                FileReader.read(files, json, key -> ConfigProvider.getConfig().getOptionalValue(key, String.class)));
        changes.made().forEach(entry -> log(Level.INFO, "Responder {0} is new in {1}.", entry.name(), entry));
        changes.changed().forEach(ResponderFiles::tell);
        changes.left()
                .forEach(gone -> log(
                        Level.WARNING,
                        "Responder {0} is no longer in " + ResponderFile.PATH
                                + "; it is now disabled, and can be deleted or enabled.",
                        gone.name(),
                        null));
    }

    private static void tell(FileChanges.Change change) {
        if (change.overrides()) {
            log(
                    Level.WARNING,
                    "Responder {0} was changed here and has changed in {1} too; it is now what the file says.",
                    change.to().name(),
                    change.to());
        } else {
            log(
                    Level.INFO,
                    change.takesOver()
                            ? "Responder {0} was there and is new in {1}; it is now what the file says."
                            : "Responder {0} has changed in {1}.",
                    change.to().name(),
                    change.to());
        }
    }

    private static void log(Level level, String message, String name, FileEntry entry) {
        LOG.log(level, message, new Object[] {Problems.shown(name), entry == null ? null : entry.location()});
    }

    /** The application's; ours is the same, or, where many applications share the jar, above it. */
    private static ClassLoader loader() {
        return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(ResponderFiles.class::getClassLoader);
    }
}
