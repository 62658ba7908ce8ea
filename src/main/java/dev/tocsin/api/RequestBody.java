package dev.tocsin.api;

import dev.tocsin.platform.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads what a request carries: bounded in size, strictly UTF-8, strictly JSON. */
final class RequestBody {

    /** The greatest size, in bytes. */
    static final int MOST = 8 * 1024 * 1024;

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
        if (body == null) {
            return new byte[0];
        }
        try {
            byte[] bytes = body.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw ApiProblem.tooLarge("The body has more than " + MOST + " bytes, which is the limit");
            }
            return bytes;
        } catch (IOException e) {
            throw ApiProblem.badRequest("The body ended before it was complete");
        }
    }
}
