package dev.changeover.contract.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WithheldTest {
    @Property(tries = 100)
    void theEmailIsReadAsItWasWritten(@ForAll String email) {
        for (UserDocument document : new UserDocument[] {
            new UserDocument.Unreadable(5, "saved_filters", 7, "why", email), new UserDocument.TooLarge(5, 3, 2, email)
        }) {
            assertThat(UserDocumentCodec.decode(UserDocumentCodec.encode(document)))
                    .isEqualTo(document);
        }
    }

    @Test
    void aDocumentOfAnEarlierVersionSaysNothingOfTheEmail() {
        String unreadable =
                "{\"format\":1,\"user\":5,\"state\":\"unreadable\",\"table\":\"t\",\"row\":7,\"reason\":\"why\"}";
        String tooLarge = "{\"format\":1,\"user\":5,\"state\":\"too-large\",\"bytes\":3,\"max_bytes\":2}";

        assertThat(UserDocumentCodec.decode(unreadable.getBytes(UTF_8)))
                .isEqualTo(new UserDocument.Unreadable(5, "t", 7, "why", null));
        assertThat(UserDocumentCodec.decode(tooLarge.getBytes(UTF_8)))
                .isEqualTo(new UserDocument.TooLarge(5, 3, 2, null));
    }

    @Test
    void anEmailIsKnownWhenItIsNotTooLong() {
        assertThat(UserDocument.Withheld.emailOf(null)).isEmpty();
        assertThat(UserDocument.Withheld.emailOf("a@x")).isEqualTo("a@x");
        assertThat(UserDocument.Withheld.emailOf("x".repeat(1_001))).isNull();
    }
}
