package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

/**
 * The rows of one table in a point.
 *
 * @param file its name in the point's folder
 * @param sha256 of the uncompressed data, in hexadecimal
 * @param bytes of the uncompressed data
 */
public record PointTable(TableShape shape, String file, long rows, String sha256, long bytes) {
    public PointTable {
        requireNonNull(shape, "shape");
        requireNonNull(file, "file");
        requireNonNull(sha256, "sha256");
        if (file.contains("/") || file.contains("\\") || file.startsWith(".")) {
            throw new IllegalArgumentException("A point's file lies in its folder, but is " + file);
        }
    }

    public String name() {
        return shape.name();
    }
}
