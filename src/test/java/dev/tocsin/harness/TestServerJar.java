package dev.tocsin.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The standalone server with a few actions more, as a host application would add them: by a jar of their own. */
final class TestServerJar {

    private static Path built;

    private TestServerJar() {}

    static synchronized Path path() {
        if (built == null) {
            try {
                built = build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return built;
    }

    private static Path build() throws IOException {
        Path folder = Files.createDirectories(Server.WORK.resolve("jar"));
        Path jar = folder.resolve("tocsin-with-test-actions.jar");
        Files.copy(Server.PLAIN_JAR, jar, StandardCopyOption.REPLACE_EXISTING);
        Path war = folder.resolve("ROOT.war");
        try (FileSystem server = FileSystems.newFileSystem(jar, Map.of("noCompression", "true"))) {
            Path nested = server.getPath("MICRO-INF/deploy/ROOT.war");
            Files.copy(nested, war, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem application = FileSystems.newFileSystem(war)) {
                Files.write(application.getPath("WEB-INF/lib/test-actions.jar"), actions());
            }
            Files.copy(war, nested, StandardCopyOption.REPLACE_EXISTING);
        }
        return jar;
    }

    private static byte[] actions() throws IOException {
        Path classes = Path.of(System.getProperty("tocsin.test.classes", "target/test-classes"))
                .resolve("dev/tocsin/harness/actions");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes);
                Stream<Path> files = Files.list(classes)) {
            jar.putNextEntry(new JarEntry("META-INF/beans.xml"));
            jar.write(
                    "<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0' bean-discovery-mode='annotated'/>"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (Path file : (Iterable<Path>) files::iterator) {
                jar.putNextEntry(new JarEntry("dev/tocsin/harness/actions/" + file.getFileName()));
                Files.copy(file, jar);
            }
        }
        return bytes.toByteArray();
    }
}
