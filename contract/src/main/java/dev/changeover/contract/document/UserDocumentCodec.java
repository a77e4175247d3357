package dev.changeover.contract.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * User documents as JSON, for example
 *
 * <pre>{@code
 * {"format":1,"user":5,"state":"present","catalogue":"…",
 *  "rows":{"users":[[id,parentId,[generation,streamed,lsn],[value,…]]],…},
 *  "held_back":[["table",id,"reason"]],"entries_without_counterpart":0}
 * {"format":1,"user":5,"state":"deleted"}
 * {"format":1,"user":5,"state":"unreadable","table":"…","row":7,"reason":"…","email":"…"}
 * {"format":1,"user":5,"state":"too-large","bytes":70000000,"max_bytes":67108864,"email":"…"}
 * }</pre>
 *
 * <p>The email is left out where it is not known, and in documents of earlier versions.
 *
 * <p>A row that hangs on a group or session has its link's version as well: {@code [generation,streamed,lsn,[generation,streamed,lsn]]}.
 *
 * <p>Equal documents give equal bytes. Safe for any thread.
 */
public final class UserDocumentCodec {
    private static final int FORMAT = 1;

    private UserDocumentCodec() {}

    public static byte[] encode(UserDocument document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = OrderedJsonReader.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeNumberField("user", document.userId());
            writeState(document, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The document that these bytes say.
     *
     * @throws IllegalArgumentException for anything that this version does not write; its message holds no value
     */
    public static UserDocument decode(byte[] bytes) {
        return OrderedJsonReader.read("user document", bytes, json -> {
            json.format(FORMAT);
            long user = json.number("user");
            String state = json.text("state");
            return switch (state) {
                case "present" -> PresentCodec.read(user, json);
                case "deleted" -> new UserDocument.Deleted(user);
                case "unreadable" ->
                    new UserDocument.Unreadable(
                            user,
                            json.text("table"),
                            json.number("row"),
                            json.text("reason"),
                            json.lastTextIfAny("email"));
                case "too-large" ->
                    new UserDocument.TooLarge(
                            user, json.number("bytes"), json.number("max_bytes"), json.lastTextIfAny("email"));
                default -> throw json.refusal("this version does not know its state");
            };
        });
    }

    private static void writeState(UserDocument document, JsonGenerator json) throws IOException {
        if (document instanceof UserDocument.Present present) {
            json.writeStringField("state", "present");
            PresentCodec.write(present, json);
        } else if (document instanceof UserDocument.Deleted) {
            json.writeStringField("state", "deleted");
        } else if (document instanceof UserDocument.Unreadable unreadable) {
            json.writeStringField("state", "unreadable");
            json.writeStringField("table", unreadable.table());
            json.writeNumberField("row", unreadable.rowId());
            json.writeStringField("reason", unreadable.reason());
            writeEmail(unreadable, json);
        } else if (document instanceof UserDocument.TooLarge tooLarge) {
            json.writeStringField("state", "too-large");
            json.writeNumberField("bytes", tooLarge.bytes());
            json.writeNumberField("max_bytes", tooLarge.maxBytes());
            writeEmail(tooLarge, json);
        } else {
            throw new AssertionError(document);
        }
    }

    private static void writeEmail(UserDocument.Withheld document, JsonGenerator json) throws IOException {
        if (document.email() != null) {
            json.writeStringField("email", document.email());
        }
    }
}
