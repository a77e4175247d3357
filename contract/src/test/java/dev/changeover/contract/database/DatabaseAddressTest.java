package dev.changeover.contract.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
    @Test
    void theDriverQuotesNoRowWhateverTheOptionsSay() {
        assertThat(address(Map.of()).properties()).containsEntry("logServerErrorDetail", "false");
        assertThat(address(Map.of("logServerErrorDetail", "true")).properties())
                .containsEntry("logServerErrorDetail", "false");
    }

    private static DatabaseAddress address(Map<String, String> options) {
        return new DatabaseAddress("db.example", 5432, "app", "ada", new Secret("sesame"), options);
    }
}
