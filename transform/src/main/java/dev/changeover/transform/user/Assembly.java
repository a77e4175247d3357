package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.UserRewriter;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserRowKey;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What users' documents say by their rows as they are now. Changes nothing. Confined to one thread. */
public final class Assembly {
    private static final int EMAIL = MigrationPlan.table(MigrationPlan.USERS).targetIndex("email");

    private final ReadOnlyKeyValueStore<UserRowKey, RowState> rows;
    private final UserReader reader;
    private final long maxDocumentBytes;

    /**
     * Reads from a store.
     *
     * @param rows each user's rows, a user's own row first
     * @param maxDocumentBytes a larger document is replaced by one that says so
     */
    public Assembly(ReadOnlyKeyValueStore<UserRowKey, RowState> rows, long maxDocumentBytes) {
        this.rows = requireNonNull(rows, "rows");
        this.reader = new UserReader(rows, maxDocumentBytes);
        this.maxDocumentBytes = maxDocumentBytes;
    }

    /**
     * A document, and how it is written.
     *
     * @param fingerprint equal for documents of a user that say the same, the catalogue's version apart
     */
    @SuppressWarnings("ArrayRecordComponent") // compared as bytes where it counts
    public record Assembled(UserDocument document, byte[] bytes, byte[] fingerprint) {
        public Assembled {
            requireNonNull(document, "document");
        }
    }

    /** Empty when nothing can be said of the user yet. */
    public Optional<Assembled> of(long user, UserRewriter rules, DrillTitles titles) {
        return reader.read(user)
                .document(source -> rules.rewrite(source, titles))
                .map(this::within);
    }

    private Assembled within(UserDocument assembled) {
        byte[] bytes = UserDocumentCodec.encode(assembled);
        UserDocument document = assembled;
        if (bytes.length > maxDocumentBytes) {
            document =
                    new UserDocument.TooLarge(assembled.userId(), bytes.length, maxDocumentBytes, emailOf(assembled));
            bytes = UserDocumentCodec.encode(document);
        }
        return new Assembled(document, bytes, Fingerprint.of(document, bytes));
    }

    private static @Nullable String emailOf(UserDocument document) {
        return document instanceof UserDocument.Present present
                ? UserDocument.Withheld.emailOf(present.userRow().values().get(EMAIL))
                : null;
    }

    /** The first user from this id on; seeks instead of reading on, since a user may have thousands of rows. */
    public OptionalLong firstUserFrom(long from) {
        return firstUserFrom(rows, from);
    }

    static OptionalLong firstUserFrom(ReadOnlyKeyValueStore<UserRowKey, RowState> rows, long from) {
        UserRowKey last = UserRowKey.lastOf(Long.MAX_VALUE);
        try (KeyValueIterator<UserRowKey, RowState> following = rows.range(UserRowKey.firstOf(from), last)) {
            return following.hasNext() ? OptionalLong.of(following.peekNextKey().user()) : OptionalLong.empty();
        }
    }
}
