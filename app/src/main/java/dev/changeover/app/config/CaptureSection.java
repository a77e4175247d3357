package dev.changeover.app.config;

import java.util.regex.Pattern;

/**
 * The section {@code capture}: the two things that are made in V1.
 *
 * @param slot name of the replication slot, {@code capture.slot}
 * @param publication name of the publication, {@code capture.publication}
 */
public record CaptureSection(String slot, String publication) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,63}");

    public CaptureSection {
        check("capture.slot", slot);
        check("capture.publication", publication);
    }

    static CaptureSection of(Settings settings) {
        return new CaptureSection(
                settings.text(Setting.CAPTURE_SLOT, "changeover"),
                settings.text(Setting.CAPTURE_PUBLICATION, "changeover"));
    }

    private static void check(String path, String name) {
        if (!NAME.matcher(name).matches()) {
            throw Invalid.value(path, name, "1 to 63 lower-case letters, digits and underscores");
        }
    }
}
