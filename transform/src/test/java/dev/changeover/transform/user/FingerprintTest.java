package dev.changeover.transform.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a user's document is not written again. */
class FingerprintTest {
    private static final String VERSION = "0123abcd";

    @Test
    void theVersionOfTheCatalogueAloneDoesNotCount() {
        assertThat(fingerprint(VERSION, "a"))
                .isEqualTo(fingerprint("ffff", "a"))
                .isEqualTo(fingerprint("", "a"));
    }

    @Test
    void everyValueCountsAlsoOneThatLooksLikeACatalogue() {
        assertThat(fingerprint(VERSION, "\"catalogue\":\"0123abcd\""))
                .isNotEqualTo(fingerprint(VERSION, "\"catalogue\":\"ffff\""))
                .isNotEqualTo(fingerprint(VERSION, ""));
    }

    @Test
    void whoIsGoneIsNotWhoIsThere() {
        UserDocument deleted = new UserDocument.Deleted(5);

        assertThat(Fingerprint.of(deleted, UserDocumentCodec.encode(deleted))).isNotEqualTo(fingerprint(VERSION, "a"));
    }

    private static byte[] fingerprint(String catalogue, String value) {
        DocumentRow row = new DocumentRow(5, 0, new RowVersion(1, true, 7), List.of(value));
        UserDocument document = new UserDocument.Present(5, catalogue, Map.of("users", List.of(row)), List.of(), 0);
        return Fingerprint.of(document, UserDocumentCodec.encode(document));
    }
}
