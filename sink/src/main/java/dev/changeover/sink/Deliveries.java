package dev.changeover.sink;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.sink.apply.Delivery;
import dev.changeover.sink.apply.Position;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records of the documents topic. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private Deliveries() {}

    static long userId(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(new String(record.key(), StandardCharsets.US_ASCII));
    }

    /** A record that is no document quarantines its user instead of stopping the sink again and again. */
    static Delivery of(ConsumerRecord<byte[], byte[]> record, boolean again) {
        UserDocument document;
        try {
            document = UserDocumentCodec.decode(record.value());
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("a record of the documents topic is not a document");
            long user = userId(record);
            document = new UserDocument.Unreadable(user, MigrationPlan.USERS, user, "its document cannot be read");
        }
        return new Delivery(new Position(record.partition(), record.offset()), document, again);
    }
}
