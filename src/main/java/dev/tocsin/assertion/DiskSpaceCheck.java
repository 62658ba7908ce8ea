package dev.tocsin.assertion;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether there is enough free space on the disk of a folder. */
@ApplicationScoped
class DiskSpaceCheck implements Check {

    private static final long MIB = 1024 * 1024;

    @Override
    public String name() {
        return "disk-space";
    }

    @Override
    public String description() {
        return "The disk of a folder has free space.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required("path", Argument.Type.LINE, "A folder on that disk"),
                Argument.required("least_mib", Argument.Type.NUMBER, "How much has to be free, in MiB"));
    }

    @Override
    public Verdict check(CheckContext context) throws Exception {
        String path = context.text("path", ".");
        FileStore store = Files.getFileStore(Path.of(path));
        long free = store.getUsableSpace() / MIB;
        long least = context.number("least_mib", 0);
        return free >= least
                ? Verdict.passed()
                : Verdict.failed(Map.of(
                        "path", path, "free_mib", free, "least_mib", least, "total_mib", store.getTotalSpace() / MIB));
    }
}
