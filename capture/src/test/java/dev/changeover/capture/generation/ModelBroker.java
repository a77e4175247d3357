package dev.changeover.capture.generation;

import dev.changeover.capture.broker.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker that keeps what it acknowledged, and a crash after some steps, in which some of the rest still arrives. */
final class ModelBroker implements Outbox {
    /** Capture is gone. */
    static final class Crash extends RuntimeException {}

    private final List<ProducerRecord<byte[], byte[]>> kept = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> underWay = new ArrayList<>();
    private final boolean acknowledgesWhatItDoesNotHave;
    private int stepsUntilCrash = Integer.MAX_VALUE;

    /** @param acknowledgesWhatItDoesNotHave the fault of marking at once, before the broker acknowledged */
    ModelBroker(boolean acknowledgesWhatItDoesNotHave) {
        this.acknowledgesWhatItDoesNotHave = acknowledgesWhatItDoesNotHave;
    }

    void crashAfter(int steps) {
        stepsUntilCrash = steps;
    }

    /** @param arriving how many of the records that were under way the broker has after all, in order */
    void recover(int arriving) {
        kept.addAll(underWay.subList(0, Math.min(arriving, underWay.size())));
        underWay.clear();
        stepsUntilCrash = Integer.MAX_VALUE;
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> message) {
        step();
        underWay.add(message);
    }

    @Override
    public void awaitAcknowledged() {
        step();
        if (!acknowledgesWhatItDoesNotHave || underWay.size() > 10) {
            kept.addAll(underWay);
            underWay.clear();
        }
        step();
    }

    private void step() {
        if (stepsUntilCrash-- <= 0) {
            throw new Crash();
        }
    }

    List<ProducerRecord<byte[], byte[]>> of(String topic) {
        return kept.stream().filter(each -> each.topic().equals(topic)).toList();
    }

    Map<String, byte[]> latest(String topic) {
        Map<String, byte[]> values = new HashMap<>();
        of(topic).forEach(each -> values.put(new String(each.key(), StandardCharsets.UTF_8), each.value()));
        return values;
    }

    @Override
    public void close() {}
}
