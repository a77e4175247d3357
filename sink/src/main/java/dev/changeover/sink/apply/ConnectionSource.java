package dev.changeover.sink.apply;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives connections to the target: autocommit off, read committed; closing rolls back what is not committed. */
@FunctionalInterface
public interface ConnectionSource {
    Connection open() throws SQLException;
}
