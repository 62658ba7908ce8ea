package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponderFileTest {

    @TempDir
    private Path folder;

    @Test
    void allOnTheClassPathAreFoundInFoldersAndJars() throws IOException {
        Path jar = folder.resolve("stock.jar");
        try (JarOutputStream content = new JarOutputStream(Files.newOutputStream(jar))) {
            content.putNextEntry(new JarEntry(ResponderFile.PATH));
            content.write("[\"é\"]".getBytes(StandardCharsets.UTF_8));
        }
        write("classes", "[]".getBytes(StandardCharsets.UTF_8));

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL(), url("classes"), url("classes")}, null)) {
            assertThat(ResponderFile.onClassPath(loader))
                    .containsExactly(
                            new ResponderFile("classes/META-INF/tocsin/responders.json", "[]"),
                            new ResponderFile("stock.jar!/META-INF/tocsin/responders.json", "[\"é\"]"));
        }
    }

    @Test
    void anApplicationMayHaveNone() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {url("empty")}, null)) {
            assertThat(ResponderFile.onClassPath(loader)).isEmpty();
        }
    }

    @Test
    void oneThatIsNotUtf8IsNamed() throws IOException {
        write("classes", "[\"é\"]".getBytes(StandardCharsets.ISO_8859_1));

        try (URLClassLoader loader = new URLClassLoader(new URL[] {url("classes")}, null)) {
            assertThatThrownBy(() -> ResponderFile.onClassPath(loader))
                    .hasMessageStartingWith("classes/META-INF/tocsin/responders.json could not be read as UTF-8");
        }
    }

    private void write(String root, byte[] content) throws IOException {
        Path file = folder.resolve(root).resolve(ResponderFile.PATH);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private URL url(String root) throws IOException {
        return URI.create(folder.toUri() + root + "/").toURL();
    }
}
