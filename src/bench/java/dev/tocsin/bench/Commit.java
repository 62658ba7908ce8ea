package dev.tocsin.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is measured: the commit that is checked out here, and whether something has been changed since. */
final class Commit {

    private Commit() {}

    /** Empty where there is no git, or nothing of it. */
    static Optional<String> here() throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty=, changed")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }
}
