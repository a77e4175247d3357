package dev.changeover.verifier.read;

/** Is told of every row that is read, and may take its time: whoever reads waits for it. */
@FunctionalInterface
public interface RowMeter {
    /** Neither counts nor waits. */
    RowMeter NONE = () -> {};

    /** Called by the thread that reads, once a row. An interrupt ends the wait and stays set. */
    void rowRead();
}
