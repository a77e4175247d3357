package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Scene;
import dev.changeover.cutover.preflight.scene.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The target's growth against its server's disk. PostgreSQL cannot be asked what is free: it is known only when the server's data
 * directory is on this machine.
 */
final class TargetDisk {
    private static final int MEGABYTE = 20;
    private static final String MAY_ASK =
            "pg_has_role('pg_read_all_settings', 'USAGE') OR current_setting('is_superuser') = 'on'";

    private TargetDisk() {}

    static Judgement of(Scene scene) throws SQLException {
        Session target = scene.target();
        long needed = scene.volumes().targetBytes();
        long size = target.number("SELECT pg_database_size(current_database())");
        if (target.holds(MAY_ASK) && isHere(target.address().host())) {
            Path data = Path.of(target.text("SHOW data_directory"));
            try {
                if (Files.exists(data)) {
                    return Disk.judged(
                            "the target's data directory",
                            Files.getFileStore(data).getUsableSpace(),
                            needed,
                            "free space on the target's disk, or enlarge it");
                }
            } catch (IOException | SecurityException e) {
                // then it is as unknown as on another machine
            }
        }
        return Judgement.pass("the target takes " + (size >> MEGABYTE) + " MB and may grow by " + (needed >> MEGABYTE)
                + " MB; what is free on its disk cannot be asked from here: look");
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
