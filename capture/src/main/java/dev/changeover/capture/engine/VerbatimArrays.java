package dev.changeover.capture.engine;

import dev.changeover.contract.change.RowChangeReader;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Sends an array as PostgreSQL printed it. Debezium alone prints inner arrays as Java objects and drops bounds that do
 * not start at 1, both silently. Debezium makes it by name; it must be public.
 */
public final class VerbatimArrays implements CustomConverter<SchemaBuilder, RelationalColumn> {
    @Override
    public void configure(Properties properties) {}

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (column.typeName().startsWith("_")) {
            registration.register(SchemaBuilder.string().optional(), VerbatimArrays::text);
        }
    }

    private static @Nullable Object text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)
                ? RowChangeReader.UNAVAILABLE
                : value.toString();
    }
}
