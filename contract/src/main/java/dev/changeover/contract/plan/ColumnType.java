package dev.changeover.contract.plan;

/**
 * The PostgreSQL types that the plan's columns have.
 *
 * <p>Everywhere in the pipeline a column's value is the text that PostgreSQL prints for it ({@code value::text} with
 * {@code DateStyle = ISO}), or null for SQL NULL: byte-exact for {@code json}, and comparable without knowing the type.
 */
public enum ColumnType {
    INTEGER("integer"),
    TEXT("character varying"),
    BOOLEAN("boolean"),
    DOUBLE("double precision"),
    TIMESTAMP("timestamp without time zone"),
    JSON("json"),
    JSONB("jsonb"),
    TEXT_ARRAY("character varying[]"),
    UUID("uuid");

    private final String sqlName;

    ColumnType(String sqlName) {
        this.sqlName = sqlName;
    }

    /** The type's name as PostgreSQL's {@code format_type} prints it. */
    public String sqlName() {
        return sqlName;
    }
}
