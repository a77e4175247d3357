package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class BrokenStoreTest {
    @Test
    void filesThatAreGoneOrContradictEachOtherAreABrokenStore() {
        assertThat(BrokenStore.isBehind(opening(
                        Status.Code.IOError,
                        "While opening a file for sequentially reading: No such file or directory")))
                .isTrue();
        assertThat(BrokenStore.isBehind(opening(Status.Code.Corruption, "SST file is ahead of WALs")))
                .isTrue();
    }

    @Test
    void aFullDiskAMissingPermissionAndTooManyOpenFilesRemoveNoStore() {
        for (String reason : new String[] {"No space left on device", "Permission denied", "Too many open files"}) {
            assertThat(BrokenStore.isBehind(opening(Status.Code.IOError, "While opening a file: " + reason)))
                    .as(reason)
                    .isFalse();
        }
        assertThat(BrokenStore.isBehind(opening(Status.Code.Busy, "lock held by another process")))
                .isFalse();
    }

    @Test
    void whatFailsElsewhereRemovesNoStore() {
        assertThat(BrokenStore.isBehind(
                        new ProcessorStateException("checkpoint", new IOException("No such file or directory"))))
                .isFalse();
    }

    /** As Kafka Streams throws it. */
    private static Throwable opening(Status.Code code, String message) {
        Status status = new Status(code, Status.SubCode.None, message);
        return new ProcessorStateException("Error opening store", new RocksDBException(message, status));
    }
}
