package dev.tocsin.harness;

import dev.tocsin.responder.ResponderFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The standalone server with what a host application would add in a jar: a few actions more, or responders. */
final class TestServerJar {

    private static Path built;

    private TestServerJar() {}

    static synchronized Path path() {
        if (built == null) {
            try {
                built = build("tocsin-with-test-actions", actions());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return built;
    }

    /** With a servlet in place of the pages. */
    static synchronized Path withPages() {
        try {
            return build("tocsin-with-test-pages", pages());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With responders of its own in place of the actions. */
    static Path shipping(String responders) {
        try {
            return build("tocsin-shipping-responders", responders(responders));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path build(String name, byte[] library) throws IOException {
        Path folder = Files.createDirectories(Server.WORK.resolve("jar"));
        Path jar = folder.resolve(name + ".jar");
        Files.copy(Server.PLAIN_JAR, jar, StandardCopyOption.REPLACE_EXISTING);
        Path war = folder.resolve("ROOT.war");
        try (FileSystem server = FileSystems.newFileSystem(jar, Map.of("noCompression", "true"))) {
            Path nested = server.getPath("MICRO-INF/deploy/ROOT.war");
            Files.copy(nested, war, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem application = FileSystems.newFileSystem(war)) {
                Files.write(application.getPath("WEB-INF/lib/added.jar"), library);
            }
            Files.copy(war, nested, StandardCopyOption.REPLACE_EXISTING);
        }
        return jar;
    }

    private static byte[] responders(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry(ResponderFile.PATH));
            jar.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] pages() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            addClasses(
                    Path.of(System.getProperty("tocsin.test.classes", "target/test-classes")),
                    "dev/tocsin/harness/pages",
                    jar);
        }
        return bytes.toByteArray();
    }

    private static byte[] actions() throws IOException {
        Path tests = Path.of(System.getProperty("tocsin.test.classes", "target/test-classes"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry("META-INF/beans.xml"));
            jar.write(
                    "<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0' bean-discovery-mode='annotated'/>"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry("META-INF/persistence.xml"));
            Files.copy(tests.resolve("shop/persistence.xml"), jar);
            for (String folder : List.of("dev/tocsin/harness/actions", "dev/tocsin/harness/shop")) {
                addClasses(tests, folder, jar);
            }
        }
        return bytes.toByteArray();
    }

    private static void addClasses(Path tests, String folder, JarOutputStream jar) throws IOException {
        try (Stream<Path> files = Files.list(tests.resolve(folder))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                jar.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
                Files.copy(file, jar);
            }
        }
    }
}
