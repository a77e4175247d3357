package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.DocumentRow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentHashTest {
    private final DocumentHash hash = new DocumentHash();

    private long of(long parent, long lsn, @Nullable String... values) {
        return hash.of(new DocumentRow(1, parent, new RowVersion(1, true, lsn), Arrays.asList(values)));
    }

    @Test
    void aRowsVersionIsNotItsContent() {
        assertThat(of(1, 5, "a", null)).isEqualTo(of(1, 6, "a", null));
    }

    @Test
    void everythingElseIs() {
        assertThat(new long[] {
                    of(1, 5, "a", null), of(2, 5, "a", null), of(1, 5, "a", ""), of(1, 5, null, "a"), of(1, 5, "a")
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void valuesCannotRunTogether() {
        assertThat(of(1, 5, "ab", "c")).isNotEqualTo(of(1, 5, "a", "bc"));
    }
}
