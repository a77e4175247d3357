package dev.changeover.transform.message;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a row's values. */
public sealed interface RowContent {
    /** In the order of the plan's source columns; null is SQL NULL. */
    record Values(List<@Nullable String> values) implements RowContent {
        public Values {
            values = Collections.unmodifiableList(
                    new ArrayList<>(values)); // List.copyOf refuses the nulls that are data
        }

        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(1).writeCount(values.size());
            values.forEach(out::writeText);
        }
    }

    /** The row is there, but its values could not be read or sent. */
    record Unreadable(String reason) implements RowContent {
        public Unreadable {
            requireNonNull(reason, "reason");
        }

        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(2).writeText(reason);
        }
    }

    /** The row was there and was deleted: remembered, so that an older insert does not bring it back. */
    record Gone() implements RowContent {
        @Override
        public void writeTo(BinaryWriter out) {
            out.writeByte(3);
        }
    }

    void writeTo(BinaryWriter out);

    static RowContent readFrom(BinaryReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> {
                int size = in.readSmallCount();
                List<@Nullable String> values = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    values.add(in.readText());
                }
                yield new Values(values);
            }
            case 2 -> new Unreadable(in.readRequiredText());
            case 3 -> new Gone();
            default -> throw new IllegalStateException("No content of a row has the kind " + kind);
        };
    }
}
