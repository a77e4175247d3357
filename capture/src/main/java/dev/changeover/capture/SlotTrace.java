package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.Broker;
import dev.changeover.capture.broker.BrokerAway;
import dev.changeover.capture.generation.StateStore;
import dev.changeover.capture.source.SlotFacts;
import dev.changeover.capture.source.SourceDatabase;
import dev.changeover.capture.source.SourceIdentity;
import dev.changeover.contract.database.DatabaseAddress;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.postgresql.replication.LogSequenceNumber;

/** Whether V1's slot is where the capture of one broker left it, for whoever wants to drop it. Reads only. */
public final class SlotTrace {
    private final Function<String, Map<String, byte[]>> latest;

    /** @param latest the last value of each key of a topic, as {@link Broker#latest} has it */
    public SlotTrace(Function<String, Map<String, byte[]>> latest) {
        this.latest = requireNonNull(latest, "latest");
    }

    /** Of a broker that runs, and has capture's topics. */
    public static SlotTrace ofBroker(String bootstrapServers) {
        return new SlotTrace(new Broker(bootstrapServers)::latest);
    }

    /** Why the slot may serve another capture by now; empty if this one left it as it is, or V1 has none of that name any more. */
    public Optional<String> doubt(DatabaseAddress v1, String slotName) {
        try (SourceDatabase source = SourceDatabase.connect(v1)) {
            SourceIdentity identity = source.identity();
            Optional<SlotFacts> slot =
                    source.slot(slotName); // before the topics: capture writes there before it moves the slot
            return doubt(StateStore.read(latest), identity, slotName, slot);
        } catch (SQLException e) {
            return Optional.of("V1 does not say whose the slot is (SQLSTATE " + e.getSQLState() + ")");
        } catch (BrokerAway
                | KafkaException
                | UncheckedIOException
                | IllegalArgumentException
                | IllegalStateException e) {
            return Optional.of("what capture kept on the broker here cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private static Optional<String> doubt(
            StateStore.Remembered remembered, SourceIdentity identity, String slotName, Optional<SlotFacts> slot) {
        if (remembered.state().isEmpty()) {
            return Optional.of("no capture has run with the broker that is known here");
        }
        String former = remembered.state().get().slot();
        if (!former.equals(slotName)) {
            return Optional.of("capture ran with the slot '" + former + "' here");
        }
        if (!remembered.state().get().source().equals(identity)) {
            return Optional.of("capture ran with another server than V1 is now");
        }
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        if (remembered.confirmedLsn().isEmpty()) {
            return Optional.of("capture came to no position of the slot here");
        }
        long confirmed = remembered.confirmedLsn().getAsLong();
        return slot.get().confirmedLsn() > confirmed
                ? Optional.of(
                        "the slot is at " + text(slot.get().confirmedLsn()) + ", ahead of what was confirmed here ("
                                + text(confirmed) + "), so that another capture has moved it")
                : Optional.empty();
    }

    private static String text(long lsn) {
        return LogSequenceNumber.valueOf(lsn).asString();
    }
}
