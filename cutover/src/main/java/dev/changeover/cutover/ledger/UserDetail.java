package dev.changeover.cutover.ledger;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that the ledger tells of one V1 user.
 *
 * @param rows in the target by table, in plan order; tables without rows are missing
 * @param beforeImages rows that were kept as they were, by why
 */
public record UserDetail(
        UserSummary summary, Map<String, Long> rows, Map<String, Long> beforeImages, List<QuarantineEntry> quarantine) {
    public UserDetail {
        requireNonNull(summary, "summary");
        rows = new LinkedHashMap<>(rows);
        beforeImages = new LinkedHashMap<>(beforeImages);
        quarantine = List.copyOf(quarantine);
    }
}
