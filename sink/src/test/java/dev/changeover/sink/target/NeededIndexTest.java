package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeededIndexTest {
    @Test
    void isNamedAfterItsTableAndColumns() {
        assertThat(NeededIndex.onColumns("public", "audit_logs", List.of("user_id"))
                        .name())
                .isEqualTo("changeover_audit_logs_user_id");
        assertThat(NeededIndex.onColumns("shop", "orders", List.of("a", "b")).name())
                .isEqualTo("changeover_shop_orders_a_b");
    }

    @Test
    void aNameThatPostgresqlWouldCutOffIsShortenedAndStaysItsOwn() {
        String longTable = "t".repeat(60);
        NeededIndex one = NeededIndex.onColumns("public", longTable, List.of("user_id"));
        NeededIndex other = NeededIndex.onColumns("public", longTable, List.of("owner_id"));

        assertThat(one.name())
                .startsWith("changeover_")
                .hasSizeLessThanOrEqualTo(63)
                .isNotEqualTo(other.name());
    }
}
