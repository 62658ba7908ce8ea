package dev.tocsin.responder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in which an application ships responders. It has a list of them in the form of
 * {@link ResponderJson}, each with a name, or an object with such a list as {@code responders}.
 *
 * @param location where it is, for people
 * @param text what it says
 */
public record ResponderFile(String location, String text) {

    /** Where it is on the class path; there may be several. */
    public static final String PATH = "META-INF/tocsin/responders.json";

    /**
     * All that the loader finds, in the order of their locations.
     *
     * @throws UncheckedIOException naming the one that cannot be read
     */
    static List<ResponderFile> onClassPath(ClassLoader loader) {
        // A loader may find the same one twice: itself, and by its parent.
        Map<String, URL> found = new LinkedHashMap<>();
        try {
            Collections.list(loader.getResources(PATH)).forEach(url -> found.put(url.toString(), url));
        } catch (IOException e) {
            throw new UncheckedIOException("The class path could not be searched for " + PATH, e);
        }
        return found.values().stream()
                .map(ResponderFile::read)
                .sorted(Comparator.comparing(ResponderFile::location))
                .toList();
    }

    private static ResponderFile read(URL url) {
        String location = end(url.toString());
        try {
            URLConnection connection = url.openConnection();
            // A cached jar would stay open after the application has gone.
            connection.setUseCaches(false);
            try (InputStream content = connection.getInputStream()) {
                return new ResponderFile(
                        location,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .decode(ByteBuffer.wrap(content.readAllBytes()))
                                .toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(location + " could not be read as UTF-8: " + e.getMessage(), e);
        }
    }

    /** Of its address, what tells it from others in the same application. */
    static String end(String address) {
        int application = address.lastIndexOf("WEB-INF/");
        if (application >= 0) {
            return address.substring(application);
        }
        int folder = address.length() - PATH.length() - 1;
        return address.substring(address.lastIndexOf('/', folder - 1) + 1);
    }
}
