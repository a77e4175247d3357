package dev.changeover.contract.database;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as in a URI: a plus sign is a plus sign, not a space as in a form. */
final class PercentEncoding {
    private PercentEncoding() {}

    static String decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int value = i + 2 < bytes.length ? 16 * digit(bytes[i + 1]) + digit(bytes[i + 2]) : -1;
                if (value <= 0) { // a NUL cannot be part of any name or password
                    throw invalid();
                }
                decoded.write(value);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid();
        }
    }

    private static int digit(byte b) {
        int digit = Character.digit(b, 16);
        if (digit < 0) {
            throw invalid();
        }
        return digit;
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("The database URL has a percent sign that does not begin an encoded UTF-8"
                + " character; write a plain percent sign as %25");
    }
}
