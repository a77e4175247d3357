package dev.changeover.transform;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * A store whose files contradict each other. A process that is killed while Kafka Streams removes a store leaves one: some files are gone,
 * and opening what is left fails each time. Full disks and missing permissions are not meant: the files may be whole.
 */
final class BrokenStore {
    private BrokenStore() {}

    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RocksDBException opening) {
                return isBroken(opening);
            }
        }
        return false;
    }

    private static boolean isBroken(RocksDBException opening) {
        Status status = opening.getStatus();
        boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
        return corrupt || String.valueOf(opening.getMessage()).contains("No such file or directory");
    }
}
