package dev.changeover.transform;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that all stores of one transform share: blocks read, blocks' indexes, and what is not yet written. Lives
 * as long as the transform.
 */
final class RocksDbMemory implements AutoCloseable {
    /** Where a store finds it among Streams' settings. */
    static final String SETTING = "changeover.rocksdb.memory";

    private static final long TOTAL_BYTES = 192L << 20;
    private static final long WRITE_BUFFERS_BYTES = 96L << 20;
    private static final long WRITE_BUFFER_BYTES = 16L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache = new LRUCache(TOTAL_BYTES, -1, false);
    private final WriteBufferManager writeBuffers = new WriteBufferManager(WRITE_BUFFERS_BYTES, cache);

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }

    private void applyTo(Options options) {
        // Streams' own instance: it reads the cache's size from there for its metrics, and refuses another
        BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
        tables.setBlockCache(cache);
        tables.setCacheIndexAndFilterBlocks(true);
        tables.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(tables);
        options.setWriteBufferManager(writeBuffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
    }

    /** Made by Streams, once a store. */
    public static final class Setter implements RocksDBConfigSetter {
        @Override
        public void setConfig(String store, Options options, Map<String, Object> settings) {
            if (settings.get(SETTING) instanceof RocksDbMemory memory) {
                memory.applyTo(options);
            } else {
                throw new IllegalStateException("The setting " + SETTING + " holds the stores' memory");
            }
        }

        @Override
        public void close(String store, Options options) {
            // the memory is shared, and closed with the transform
        }
    }
}
