package dev.changeover.contract.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of the tables that a schema file of the module {@code local} makes. */
final class SchemaFile {
    private static final Path FOLDER = Path.of("..", "local", "src", "main", "resources", "dev", "changeover", "local");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+) \\((.*?)\\);", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(\\w+) ([\\w\\[\\]]+)(\\([^)]*\\)|[^,(])*(,|$)");
    private static final Map<String, String> TYPES = Map.of(
            "serial", "integer",
            "int", "integer",
            "varchar", "character varying",
            "varchar[]", "character varying[]",
            "timestamp", "timestamp without time zone",
            "float8", "double precision");

    private SchemaFile() {}

    /** By table and column, the type as PostgreSQL's {@code format_type} prints it. */
    static Map<String, Map<String, String>> columnsOf(String file) throws IOException {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        Matcher table = TABLE.matcher(Files.readString(FOLDER.resolve(file)));
        while (table.find()) {
            Map<String, String> columns = new LinkedHashMap<>();
            Matcher column = COLUMN.matcher(table.group(2));
            while (column.find()) {
                columns.put(column.group(1), TYPES.getOrDefault(column.group(2), column.group(2)));
            }
            tables.put(table.group(1), columns);
        }
        return tables;
    }
}
