package dev.changeover.sink.apply;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement with whole columns as parameters: a batch is one round trip however many rows it has. Confined to the
 * transaction's thread.
 */
public final class Sql {
    private final Connection connection;
    private final String text;
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** Reads one row of an answer. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql(Connection connection, String text) {
        this.connection = connection;
        this.text = text;
    }

    public static Sql of(Connection connection, String text) {
        return new Sql(connection, text);
    }

    public Sql with(@Nullable Object value) {
        parameters.add(value);
        return this;
    }

    public Sql longs(Collection<? extends @Nullable Long> values) throws SQLException {
        return array("int8", values);
    }

    public Sql texts(Collection<? extends @Nullable String> values) throws SQLException {
        return array("text", values);
    }

    /**
     * A whole column.
     *
     * @param type PostgreSQL's own name of the elements' type, such as {@code int8}
     */
    public Sql array(String type, Collection<? extends @Nullable Object> values) throws SQLException {
        return with(connection.createArrayOf(type, values.toArray()));
    }

    public int update() throws SQLException {
        try (PreparedStatement statement = prepared()) {
            return statement.executeUpdate();
        } finally {
            free();
        }
    }

    public <T> List<T> list(Reader<T> reader) throws SQLException {
        List<T> answer = new ArrayList<>();
        try (PreparedStatement statement = prepared();
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                answer.add(reader.read(rows));
            }
        } finally {
            free();
        }
        return answer;
    }

    public List<Long> ids() throws SQLException {
        return list(row -> row.getLong(1));
    }

    public static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private PreparedStatement prepared() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private void free() throws SQLException {
        for (Object parameter : parameters) {
            if (parameter instanceof Array array) {
                array.free();
            }
        }
    }
}
