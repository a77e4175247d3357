package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.rules.SourceUser;
import dev.changeover.transform.message.RowContent;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserRowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads all that is known of a user, and no more than can become a document. */
final class UserReader {
    private static final int EMAIL = MigrationPlan.table(MigrationPlan.USERS).sourceIndex("email");

    private final ReadOnlyKeyValueStore<UserRowKey, RowState> rows;
    private final long maxDocumentBytes;

    UserReader(ReadOnlyKeyValueStore<UserRowKey, RowState> rows, long maxDocumentBytes) {
        this.rows = requireNonNull(rows, "rows");
        this.maxDocumentBytes = maxDocumentBytes;
    }

    /** What reading a user came to. */
    sealed interface Found {
        /** The user's document, if there is anything to say. */
        Optional<UserDocument> document(Function<SourceUser, UserDocument> rules);

        /** Rows of the user may have come, but its own row has not: nothing is said of it yet. */
        record NotYet() implements Found {
            @Override
            public Optional<UserDocument> document(Function<SourceUser, UserDocument> rules) {
                return Optional.empty();
            }
        }

        record Whole(SourceUser user) implements Found {
            @Override
            public Optional<UserDocument> document(Function<SourceUser, UserDocument> rules) {
                return Optional.of(rules.apply(user));
            }
        }

        /** There is a reason why the user cannot be assembled. */
        record Decided(UserDocument document) implements Found {
            @Override
            public Optional<UserDocument> document(Function<SourceUser, UserDocument> rules) {
                return Optional.of(document);
            }
        }
    }

    Found read(long user) {
        Map<String, List<SourceUser.Versioned>> byTable = new HashMap<>();
        UserDocument.@Nullable Unreadable unreadable = null;
        long characters = 0;
        try (KeyValueIterator<UserRowKey, RowState> each =
                rows.range(UserRowKey.firstOf(user), UserRowKey.lastOf(user))) {
            boolean isFirst = true;
            for (; each.hasNext(); isFirst = false) {
                KeyValue<UserRowKey, RowState> entry = each.next();
                RowId row = entry.key.row();
                RowState state = entry.value;
                if (isFirst && !row.isUser()) {
                    return new Found.NotYet(); // the user's own row comes first in the store
                } else if (state.content() instanceof RowContent.Gone) {
                    return new Found.Decided(new UserDocument.Deleted(user));
                } else if (state.content() instanceof RowContent.Values content) {
                    characters += charactersIn(content);
                    byTable.computeIfAbsent(row.plan().name(), table -> new ArrayList<>())
                            .add(versioned(row, state, content));
                } else if (state.content() instanceof RowContent.Unreadable reason && unreadable == null) {
                    unreadable = new UserDocument.Unreadable(
                            user, row.plan().name(), row.id(), reason.reason(), emailOf(byTable));
                }
                if (characters > maxDocumentBytes) { // a document is hardly smaller than what it is made of
                    return new Found.Decided(
                            new UserDocument.TooLarge(user, characters, maxDocumentBytes, emailOf(byTable)));
                }
            }
        }
        if (unreadable != null) {
            return new Found.Decided(unreadable);
        }
        return byTable.isEmpty() ? new Found.NotYet() : new Found.Whole(new SourceUser(user, byTable));
    }

    /** The user's own row comes first. */
    private static @Nullable String emailOf(Map<String, List<SourceUser.Versioned>> byTable) {
        List<SourceUser.Versioned> own = byTable.getOrDefault(MigrationPlan.USERS, List.of());
        return own.isEmpty()
                ? null
                : UserDocument.Withheld.emailOf(own.get(0).row().values().get(EMAIL));
    }

    private static SourceUser.Versioned versioned(RowId row, RowState state, RowContent.Values content) {
        return new SourceUser.Versioned(
                new SourceRow(row.id(), row.isUser() ? null : state.parentId(), content.values()), state.place());
    }

    private static long charactersIn(RowContent.Values content) {
        long characters = 0;
        for (String value : content.values()) {
            characters += value == null ? 0 : value.length();
        }
        return characters;
    }
}
