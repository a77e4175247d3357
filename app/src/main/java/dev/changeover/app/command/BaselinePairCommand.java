package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.OperatorTarget;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.ledger.BaselineView;
import dev.changeover.sink.baseline.BaselineChange;
import dev.changeover.sink.baseline.Pairing;
import dev.changeover.sink.target.TargetDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changeover baseline pair}. */
@Command(
        name = "pair",
        description =
                "A user of the target is the copy of a V1 user with another email, who replaces it. Only before their"
                        + " first write; takes the baseline if there is none.")
final class BaselinePairCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Parameters(index = "0", paramLabel = "V1-EMAIL", description = "The user in V1.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String v1Email;

    @Parameters(index = "1", paramLabel = "TARGET-EMAIL", description = "The user of the target that it replaces.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String targetEmail;

    BaselinePairCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        consent.requireName(configuration);
        return recorded.run(configuration, () -> pair(configuration));
    }

    private int pair(Configuration configuration) {
        RunLog.open(configuration, "baseline-pair");
        String otherwise = requireBaselineOrConsent(configuration)
                ? "Nobody was paired"
                : "The baseline was taken, and nobody was paired";
        Interruption interruption = surroundings.interruption();
        interruption.heed();
        try (TargetDatabase target = OperatorTarget.open(configuration)) {
            BaselineChange baseline =
                    new BaselineChange(target, configuration.environment().code());
            baseline.ensureTaken(configuration.databases().v1());
            recorded.ledgerIsThere();
            Pairing pairing = baseline.preview(v1Email, targetEmail);
            interruption.rest(otherwise + ".");
            if (interruption.isRequested()) {
                return interrupted(otherwise);
            }
            consent.require(configuration, surroundings, consequences(pairing), otherwise);
            interruption.heed();
            if (interruption.isRequested()) {
                return interrupted(otherwise);
            }
            answer(baseline.pair(v1Email, targetEmail));
            return 0;
        }
    }

    private int interrupted(String otherwise) {
        surroundings.terminal().message("Interrupted. " + otherwise + ".");
        return CommandLineInterface.INTERRUPTED;
    }

    /**
     * Whoever says no to the question has changed nothing, and a baseline is for good.
     *
     * @return whether there is one already
     */
    private boolean requireBaselineOrConsent(Configuration configuration) {
        Optional<BaselineView> baseline =
                BaselineView.open(configuration.databases().target(configuration.environment()));
        baseline.ifPresent(BaselineView::close);
        if (baseline.isEmpty()) {
            consent.require(
                    configuration,
                    surroundings,
                    List.of(
                            "There is no baseline yet. It is taken first, and says for good which of the target's users are"
                                    + " copies of V1's, and which are people of its own."));
        }
        return baseline.isPresent();
    }

    private static List<String> consequences(Pairing pairing) {
        List<String> lines = new ArrayList<>();
        lines.add("V1 user " + pairing.v1Users() + " will replace user " + pairing.targetUser()
                + " of the target, whose rows go; images of them are kept.");
        if (pairing.wasProtected()) {
            lines.add("That user is protected now: it may be a person of V2's own.");
        }
        if (!pairing.former().isEmpty()) {
            lines.add("V1 user " + pairing.former() + ", who would have replaced it, is created anew instead.");
        }
        return lines;
    }

    private void answer(Pairing pairing) {
        Terminal terminal = surroundings.terminal();
        if (common.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("target_user_id", pairing.targetUser());
            json.put("v1_user_ids", pairing.v1Users());
            json.put("was_protected", pairing.wasProtected());
            json.put("former_v1_user_ids", pairing.former());
            terminal.data(JsonText.of(json));
        } else {
            terminal.data("V1 user " + pairing.v1Users() + " is paired with user " + pairing.targetUser()
                    + " of the target, and replaces it at its first write.");
        }
    }
}
