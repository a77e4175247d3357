package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;

/** Compares what is free with what may be needed. */
final class Disk {
    private static final int MEGABYTE = 20;

    private Disk() {}

    /** @param where with what is free there, for example {@code the state directory} */
    static Judgement judged(String where, long freeBytes, long neededBytes, String remedy) {
        String finding = where + " has " + (freeBytes >> MEGABYTE) + " MB free, and may need "
                + (neededBytes >> MEGABYTE) + " MB";
        if (freeBytes < neededBytes) {
            return Judgement.fail(finding, remedy);
        }
        return freeBytes < 2 * neededBytes
                ? new Judgement().add(Status.WARN, finding, remedy)
                : Judgement.pass(finding);
    }
}
