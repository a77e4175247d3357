package dev.changeover.contract.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.change.RowVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDocumentCodecTest {
    private static final RowVersion FROM_SNAPSHOT = new RowVersion(1, false, 0);
    private static final RowVersion STREAMED = new RowVersion(2, true, 24_023_128);

    @Test
    void aPresentUserIsWrittenAsInTheGoldenFile() throws IOException {
        byte[] golden = golden("present.json");

        assertThat(UserDocumentCodec.encode(present())).asString(UTF_8).isEqualTo(new String(golden, UTF_8));
        assertThat(UserDocumentCodec.decode(golden)).isEqualTo(present());
    }

    @Test
    void aDeletedUserIsWrittenAsInTheGoldenFile() throws IOException {
        UserDocument deleted = new UserDocument.Deleted(5);

        assertThat(UserDocumentCodec.encode(deleted)).isEqualTo(golden("deleted.json"));
        assertThat(UserDocumentCodec.decode(golden("deleted.json"))).isEqualTo(deleted);
    }

    @Test
    void anUnreadableUserIsWrittenAsInTheGoldenFile() throws IOException {
        UserDocument unreadable = new UserDocument.Unreadable(5, "completed_sessions", 71, "larger than 64 MB");

        assertThat(UserDocumentCodec.encode(unreadable)).isEqualTo(golden("unreadable.json"));
        assertThat(UserDocumentCodec.decode(golden("unreadable.json"))).isEqualTo(unreadable);
    }

    @Test
    void aUserTooLargeIsWrittenAsInTheGoldenFile() throws IOException {
        UserDocument tooLarge = new UserDocument.TooLarge(5, 70_000_000, 67_108_864);

        assertThat(UserDocumentCodec.encode(tooLarge)).isEqualTo(golden("too-large.json"));
        assertThat(UserDocumentCodec.decode(golden("too-large.json"))).isEqualTo(tooLarge);
    }

    @Test
    void evenAnUnpairedSurrogateSurvives() {
        UserDocument odd = withFirstName("\uD800 \uDC00\uD800");

        assertThat(UserDocumentCodec.decode(UserDocumentCodec.encode(odd))).isEqualTo(odd);
    }

    @Test
    void aSingleValueMayNearlyFillARecord() {
        UserDocument large = withFirstName("x".repeat((64 << 20) - 1000));

        assertThat(UserDocumentCodec.decode(UserDocumentCodec.encode(large))).isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"format\":1",
                "{\"format\":1,\"user\":5,\"state\":\"deleted\"} {}",
                "{\"format\":1,\"user\":5,\"state\":\"deleted\",\"more\":1}",
                "{\"format\":1,\"user\":\"5\",\"state\":\"deleted\"}",
                "{\"format\":1,\"user\":99999999999999999999,\"state\":\"deleted\"}",
                "{\"user\":5,\"format\":1,\"state\":\"deleted\"}"
            })
    void whatThisVersionDoesNotWriteIsRefused(String text) {
        assertThatThrownBy(() -> UserDocumentCodec.decode(text.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user document");
    }

    @Test
    void anUnknownFormatIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> UserDocumentCodec.decode("{\"format\":2,\"user\":5}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its format is 2, and this version reads format 1 only")
                .hasMessageContaining("replay");
    }

    @Test
    void anUnknownStateIsRefused() {
        assertThatThrownBy(() -> UserDocumentCodec.decode("{\"format\":1,\"user\":5,\"state\":\"x\"}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not know its state");
    }

    @Test
    void aRowOfAnOlderPlanIsRefusedAndNotShifted() {
        String text = new String(UserDocumentCodec.encode(withFirstName("Ada")), UTF_8).replace("\"Ada\",", "");

        assertThatThrownBy(() -> UserDocumentCodec.decode(text.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a row of users has 15 values where the plan has 16 columns");
    }

    @Test
    void noValueOfARowGetsIntoAMessage() {
        String text = new String(UserDocumentCodec.encode(withFirstName("Ada")), UTF_8).replace("\"Ada\"", "Ada");

        assertThatThrownBy(() -> UserDocumentCodec.decode(text.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("Ada");
    }

    private static UserDocument.Present present() {
        return new UserDocument.Present(
                5,
                "3f2a",
                Map.of(
                        "users", List.of(userRow("Zoë \uD83D\uDE00 \"\\\n")),
                        "drill_groups",
                                List.of(
                                        new DocumentRow(3, 5, STREAMED, Arrays.asList("Liked", null, "true")),
                                        new DocumentRow(4, 5, FROM_SNAPSHOT, Arrays.asList("", "", null)))),
                List.of(
                        new HeldBackRow("ordered_session_drills", 8, QuarantineReason.NO_COUNTERPART),
                        new HeldBackRow("ordered_session_drills", 9, QuarantineReason.WAITING_FOR_DRILL)),
                2);
    }

    private static UserDocument.Present withFirstName(String firstName) {
        return new UserDocument.Present(5, "3f2a", Map.of("users", List.of(userRow(firstName))), List.of(), 0);
    }

    private static DocumentRow userRow(String firstName) {
        String[] values = new String[16];
        values[0] = firstName;
        values[5] = "{\"a\" : 1.50, \"b\":\"\\u0000\"}";
        return new DocumentRow(5, 5, FROM_SNAPSHOT, Arrays.asList(values));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream file = UserDocumentCodecTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }
}
