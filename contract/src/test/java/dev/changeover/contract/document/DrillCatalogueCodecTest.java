package dev.changeover.contract.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DrillCatalogueCodecTest {
    private static final String L_DRAGS = "4a6b9141-96e0-4c1c-9f0b-1d3c5a0e7f21";
    private static final String UNTITLED = "0b0e7d7e-3f8e-4a43-8d3c-6f0f3b8f7a11";

    @Test
    void aCatalogueIsWrittenAsInTheGoldenFile() throws IOException {
        DrillCatalogue catalogue = new DrillCatalogue(
                "9c1e",
                List.of(new DrillCatalogue.Drill(7, UNTITLED, null), new DrillCatalogue.Drill(1, L_DRAGS, "L-drags")),
                Map.of("L-Drags ", UNTITLED, "Juggling", L_DRAGS));

        assertThat(DrillCatalogueCodec.encode(catalogue)).isEqualTo(golden());
        assertThat(DrillCatalogueCodec.decode(golden())).isEqualTo(catalogue);
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(() -> DrillCatalogueCodec.decode("{\"format\":2}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drill catalogue")
                .hasMessageContaining("its format is 2");
    }

    @Test
    void aCatalogueCutOffIsRefused() throws IOException {
        String cut = new String(golden(), UTF_8).substring(0, 100);

        assertThatThrownBy(() -> DrillCatalogueCodec.decode(cut.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] golden() throws IOException {
        try (InputStream file = DrillCatalogueCodecTest.class.getResourceAsStream("catalogue.json")) {
            return Objects.requireNonNull(file).readAllBytes();
        }
    }
}
