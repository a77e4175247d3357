package dev.changeover.verifier.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair of the ledger and the row of the target that it names.
 *
 * @param v1Id the row's id in V1, as the ledger says
 * @param v2Id the row's id in V2, as the ledger says
 * @param found whether the target has the row; without it there are no parent and no values
 * @param parentId V2's id of the parent
 * @param values in the order of the plan's target columns; empty where only existence is read
 */
public record TargetRow(
        long v1Id, long v2Id, boolean found, @Nullable Long parentId, List<@Nullable String> values) {
    public TargetRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
