package dev.changeover.app.config;

/**
 * The section {@code rollbackPoint}.
 *
 * @param automatic whether a point is made before the first write to a target, {@code rollbackPoint.automatic}
 */
public record RollbackPointSection(boolean automatic) {
    static RollbackPointSection of(Settings settings) {
        return new RollbackPointSection(settings.truth(Setting.ROLLBACK_POINT_AUTOMATIC, true));
    }
}
