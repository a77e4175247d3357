package dev.changeover.contract.change;

import dev.changeover.contract.plan.SourceTable;
import org.jspecify.annotations.Nullable;

/** Reads Debezium's JSON envelope (without schemas) of one V1 table. */
public final class RowChangeReader {
    public RowChangeReader(SourceTable table) {}

    public RowChange read(byte[] key, byte @Nullable [] value, int generation) {
        throw new UnsupportedOperationException();
    }
}
