package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.OperatorTarget;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.sink.baseline.BaselineChange;
import dev.changeover.sink.baseline.Protection;
import dev.changeover.sink.target.TargetDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover baseline protect}. */
@Command(
        name = "protect",
        description =
                "A user of the target is somebody's own: nobody replaces it. Its V1 user is quarantined as email-taken."
                        + " Only before that user's first write; takes the baseline if there is none.")
final class BaselineProtectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Parameters(paramLabel = "EMAIL", description = "The user's email in the target.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String email;

    BaselineProtectCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        consent.requireName(configuration);
        return recorded.run(configuration, () -> protect(configuration));
    }

    private int protect(Configuration configuration) {
        RunLog.open(configuration, "baseline-protect");
        surroundings.interruption().heed();
        try (TargetDatabase target = OperatorTarget.open(configuration)) {
            BaselineChange baseline =
                    new BaselineChange(target, configuration.environment().code());
            baseline.ensureTaken(configuration.databases().v1());
            recorded.ledgerIsThere();
            answer(baseline.protect(email));
            return 0;
        }
    }

    private void answer(Protection protection) {
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("protected", protection.targetUsers());
            json.put("v1_users_without_copy", protection.v1Users());
            terminal.data(JsonText.of(json));
        } else if (protection.v1Users().isEmpty()) {
            terminal.data("User " + protection.targetUsers() + " of the target was protected already.");
        } else {
            terminal.data("User " + protection.targetUsers() + " of the target is protected. V1 user "
                    + protection.v1Users() + " has no place to go: email-taken at its next attempt.");
        }
    }
}
