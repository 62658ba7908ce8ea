package dev.tocsin.api;

import dev.tocsin.platform.Json;
import dev.tocsin.security.Gate;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Reads what a request carries: bounded in size, strictly UTF-8, strictly JSON. */
final class RequestBody {

    /** The greatest size, in bytes. */
    static final int MOST = Gate.MOST_BODY;

    /** The longest that it may take to arrive. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private RequestBody() {}

    /** JSON null if there is none. */
    static JsonValue read(InputStream body) {
        byte[] bytes = bytes(body);
        if (bytes.length == 0) {
            return JsonValue.NULL;
        }
        try {
            return Json.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw ApiProblem.badRequest("The body is not valid UTF-8");
        } catch (JsonException | StackOverflowError e) {
            throw ApiProblem.badRequest("The body is not JSON that can be read: " + firstLine(e));
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is nested too deep");
    }

    private static byte[] bytes(InputStream body) {
        return body == null ? new byte[0] : bytes(body, System.nanoTime() + LONGEST.toNanos(), System::nanoTime);
    }

    /** One who sends a byte now and then would hold a thread for ever. */
    static byte[] bytes(InputStream body, long end, LongSupplier nanos) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] some = new byte[16 * 1024];
        try {
            int count;
            while ((count = body.read(some, 0, Math.min(some.length, MOST + 1 - read.size()))) >= 0) {
                read.write(some, 0, count);
                if (read.size() > MOST) {
                    throw ApiProblem.tooLarge("The body has more than " + MOST + " bytes, which is the limit");
                }
                if (nanos.getAsLong() - end > 0) {
                    throw ApiProblem.tooSlow(
                            "The body took longer than " + LONGEST.toSeconds() + " s, which is the limit");
                }
            }
            return read.toByteArray();
        } catch (IOException e) {
            throw ApiProblem.badRequest("The body ended before it was complete");
        }
    }
}
