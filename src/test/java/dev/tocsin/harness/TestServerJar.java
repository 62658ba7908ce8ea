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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The standalone server with what a host application would add in a jar: classes of its own, or responders. */
final class TestServerJar {

    private static final Map<List<String>, Path> BUILT = new HashMap<>();

    private TestServerJar() {}

    static Path path() {
        return adding("shop/persistence.xml", List.of("dev.tocsin.harness.actions", "dev.tocsin.harness.shop"));
    }

    /** With those packages, and that file as their persistence.xml. */
    static synchronized Path adding(String persistence, List<String> packages) {
        return BUILT.computeIfAbsent(packages, these -> {
            try {
                return build("tocsin-with-" + String.join("-", these), library(persistence, these));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
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

    private static byte[] library(String persistence, List<String> packages) throws IOException {
        Path tests = Path.of(System.getProperty("tocsin.test.classes", "target/test-classes"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry("META-INF/beans.xml"));
            jar.write(
                    "<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0' bean-discovery-mode='annotated'/>"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry("META-INF/persistence.xml"));
            Files.copy(tests.resolve(persistence), jar);
            for (String one : packages) {
                addClasses(tests, one.replace('.', '/'), jar);
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
