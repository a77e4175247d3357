package dev.changeover.sink.apply;

/** A place in the documents topic. Orders the documents of one user, which all lie in one partition. */
public record Position(int partition, long offset) {
    public Position {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "A position has a partition and an offset of 0 or more, but is " + partition + ":" + offset);
        }
    }

    /** Whether a document here tells nothing new once the one at {@code other} was applied or refused. */
    boolean isAtOrBelow(Position other) {
        return partition == other.partition && offset <= other.offset;
    }
}
