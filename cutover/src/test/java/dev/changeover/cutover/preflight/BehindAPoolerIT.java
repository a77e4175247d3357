package dev.changeover.cutover.preflight;

import static dev.changeover.cutover.preflight.WhatEachCheckFindsIT.assertFound;
import static dev.changeover.cutover.preflight.finding.CheckName.TARGET_POOLER;
import static dev.changeover.cutover.preflight.finding.CheckName.V1_POOLER;
import static dev.changeover.cutover.preflight.finding.Status.FAIL;
import static dev.changeover.cutover.preflight.finding.Status.PASS;
import static dev.changeover.cutover.preflight.finding.Status.WARN;

import dev.changeover.local.LocalPostgres;
import dev.changeover.local.PgBouncer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A pooler in the URL: said, and refused where it could not work. */
@EnabledIf(
        value = "hasPgBouncer",
        disabledReason = "PgBouncer is not installed here (Debian: apt-get install pgbouncer)")
class BehindAPoolerIT {
    @TempDir
    Path folder;

    static boolean hasPgBouncer() {
        return PgBouncer.isInstalled();
    }

    @Test
    void oneThatSharesSessionsFailsAndOneThatKeepsThemIsFineForTheTarget() throws Exception {
        try (LocalPostgres server = LocalPostgres.startTemporary()) {
            CheckedPair.createTemplates(server);
            CheckedPair direct = CheckedPair.create(server, "pooled", folder);
            assertFound(direct.check(TARGET_POOLER), PASS, "no pooler");

            through(direct, "transaction", pair -> {
                assertFound(pair.check(TARGET_POOLER), FAIL, "shares sessions");
                assertFound(pair.check(V1_POOLER), FAIL, "shares sessions");
            });

            through(direct, "session", pair -> {
                assertFound(pair.check(TARGET_POOLER), PASS, "a session of its own");
                assertFound(pair.check(V1_POOLER), WARN, "v1-replication tells");
            });
        }
    }

    private void through(CheckedPair direct, String mode, Consumer<CheckedPair> claims) {
        try (PgBouncer pooler = PgBouncer.start(folder, direct.server(), mode)) {
            claims.accept(CheckedPair.of(
                    direct.server(), pooler.inFrontOf(direct.v1()), pooler.inFrontOf(direct.target()), folder));
        }
    }
}
