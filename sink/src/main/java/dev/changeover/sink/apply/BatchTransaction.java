package dev.changeover.sink.apply;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.target.Epoch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the sink: everything that a batch of documents changes, or nothing. The caller commits.
 *
 * <p>In order: the epoch, positions, claims and locks, what may be written for whom, the writes, and how each user ended. A user
 * that cannot be written for a reason that is known beforehand is refused here; what the server refuses ends the transaction.
 */
final class BatchTransaction {
    private final Connection connection;
    private final Ledger ledger;
    private final List<UserOutcome> outcomes = new ArrayList<>();
    private final List<LedgerUser> ended = new ArrayList<>();
    private final List<Quarantine.Entry> refused = new ArrayList<>();
    private final List<LedgerUser> settled = new ArrayList<>();
    private final List<HeldBack> heldBack = new ArrayList<>();

    BatchTransaction(Connection connection) {
        this.connection = connection;
        this.ledger = new Ledger(connection);
    }

    /** @param everybody whether rivals for an identity are looked for in the target also for users that have theirs already */
    BatchResult apply(List<Delivery> deliveries, long epoch, boolean everybody) throws SQLException {
        Epoch.require(connection, epoch);
        Map<Long, Delivery> latest = Delivery.latestPerUser(deliveries);
        Map<Long, LedgerUser> seen = ledger.peek(latest.keySet());
        latest.values().removeIf(delivery -> isStale(delivery, seen.get(delivery.userId())));
        seen.keySet().retainAll(latest.keySet());
        if (latest.isEmpty()) {
            return new BatchResult(outcomes, List.of(), 0);
        }
        Claims.Made claims = new Claims(connection).make(latest.values(), seen);
        EmailTakeover takeover = new EmailTakeover(connection, latest.keySet());
        Map<Long, Admission.Decision> decisions =
                new Admission(connection, takeover, everybody).decide(latest.values(), claims);
        long rowsWritten = takeover.rowsWritten() + write(latest.values(), claims, decisions);
        ledger.end(ended);
        new Quarantine(connection).refuse(refused);
        new Quarantine(connection).applied(settled, heldBack);
        if (rowsWritten > 0) {
            ledger.signTransaction(epoch);
        }
        return new BatchResult(outcomes, heldBack, rowsWritten);
    }

    /** Quarantines one user that the server refused; what else the document would say of it is not looked at. */
    BatchResult refuse(Delivery delivery, String detail, long epoch) throws SQLException {
        Epoch.require(connection, epoch);
        Map<Long, LedgerUser> seen = ledger.peek(List.of(delivery.userId()));
        if (isStale(delivery, seen.get(delivery.userId()))) {
            return new BatchResult(outcomes, List.of(), 0);
        }
        Claims.Made claims = new Claims(connection).make(List.of(delivery), seen);
        end(
                delivery,
                claims.user(delivery.userId()),
                new Admission.Decision.Refuse(QuarantineReason.REFUSED_BY_TARGET, detail));
        ledger.end(ended);
        new Quarantine(connection).refuse(refused);
        return new BatchResult(outcomes, List.of(), 0);
    }

    private boolean isStale(Delivery delivery, @Nullable LedgerUser user) {
        Position applied = user == null ? null : user.position();
        boolean stale = applied != null && delivery.isStaleAfter(applied);
        if (stale) {
            outcomes.add(new UserOutcome.Stale(delivery.userId()));
        }
        return stale;
    }

    private long write(Collection<Delivery> deliveries, Claims.Made claims, Map<Long, Admission.Decision> decisions)
            throws SQLException {
        ForeignRows foreignRows = new ForeignRows(connection);
        RowWriter writer = new RowWriter(connection, foreignRows);
        Map<Long, UserWrite> writes = new LinkedHashMap<>();
        Map<Long, Delivery> byUser = new HashMap<>();
        for (Delivery delivery : deliveries) {
            LedgerUser user = claims.user(delivery.userId());
            Admission.Decision decision = Objects.requireNonNull(decisions.get(user.id()));
            byUser.put(user.id(), delivery);
            if (decision instanceof Admission.Decision.Delete) {
                delete(delivery, user, new DeletedUser(connection, foreignRows, writer));
            } else if (delivery.document() instanceof UserDocument.Present document
                    && !(decision instanceof Admission.Decision.Skip)
                    && !(decision instanceof Admission.Decision.Refuse)) {
                writes.put(user.id(), new UserWrite(user, document, decision));
            } else {
                end(delivery, user, decision);
            }
        }
        if (writes.isEmpty()) {
            return writer.rowsWritten();
        }
        BatchWrite batch = new BatchWrite(connection, writes, writer);
        batch.write();
        for (UserWrite write : writes.values()) {
            Position position =
                    Objects.requireNonNull(byUser.get(write.user().id())).position();
            LedgerUser user = batch.written(write).ended(write.outcome(), position);
            settle(user, batch.outcome(write));
        }
        heldBack.addAll(batch.heldBack());
        return batch.rowsWritten();
    }

    private void delete(Delivery delivery, LedgerUser user, DeletedUser deletion) throws SQLException {
        Optional<String> hindrance = user.isMigrated() ? deletion.remove(user.id()) : Optional.empty();
        if (hindrance.isPresent()) {
            end(delivery, user, new Admission.Decision.Refuse(QuarantineReason.DELETED_IN_V1, hindrance.get()));
            return;
        }
        LedgerUser gone = user.withTarget(null, user.replacedUserId());
        settle(gone.ended(LedgerUser.Outcome.DELETED, delivery.position()), new UserOutcome.Deleted(user.id()));
    }

    private void end(Delivery delivery, LedgerUser user, Admission.Decision decision) {
        if (decision instanceof Admission.Decision.Refuse refuse) {
            LedgerUser quarantined = user.ended(LedgerUser.Outcome.QUARANTINED, delivery.position());
            ended.add(quarantined);
            refused.add(Quarantine.Entry.of(quarantined, refuse.reason(), refuse.detail()));
            outcomes.add(new UserOutcome.Refused(user.id(), refuse.reason(), refuse.detail()));
        } else if (decision instanceof Admission.Decision.Skip) {
            LedgerUser.Outcome outcome = user.outcome() == LedgerUser.Outcome.UNDONE
                    ? LedgerUser.Outcome.UNDONE
                    : LedgerUser.Outcome.SKIPPED;
            settle(user.ended(outcome, delivery.position()), new UserOutcome.Skipped(user.id()));
        } else {
            throw new AssertionError(decision);
        }
    }

    private void settle(LedgerUser user, UserOutcome outcome) {
        ended.add(user);
        settled.add(user);
        outcomes.add(outcome);
    }
}
