package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.terminal.Table;
import dev.changeover.torture.Recoveries;
import dev.changeover.torture.RoundResult;
import dev.changeover.torture.TortureReport;
import dev.changeover.torture.oracle.Findings;
import dev.changeover.torture.oracle.Plant;
import dev.changeover.torture.oracle.Word;
import dev.changeover.torture.work.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run of the fault harness found, as it is told. */
record TortureAnswer(TortureReport report) {
    TortureAnswer {
        requireNonNull(report, "report");
    }

    Map<String, Object> json() {
        Findings findings = report.findings();
        Map<String, Object> answer = new LinkedHashMap<>(words(findings));
        answer.put("seed", report.seed());
        answer.put("rounds", report.rounds().size());
        answer.put("strikes", strikes(report.rounds()));
        answer.put("in_flight_min", leastInFlight());
        answer.put("clean_stops", cleanStops());
        answer.put("recovery_seconds", recovery(report.recoveries()));
        answer.put("planted", Plant.values().length);
        answer.put(
                "planted_found",
                Plant.values().length - report.plantedNotFound().size());
        answer.put("not_proven", findings.unverified());
        answer.put("details", findings.details());
        answer.put(
                "faults", byFault().entrySet().stream().map(TortureAnswer::json).toList());
        answer.put("seconds", seconds(report.took()));
        return answer;
    }

    List<String> lines() {
        Findings findings = report.findings();
        Recoveries recoveries = report.recoveries();
        List<String> lines = new ArrayList<>();
        byFault().forEach((name, rounds) -> lines.add(line(name, rounds)));
        Table table = new Table();
        for (Word word : Word.values()) {
            table.row(word.code().replace('_', ' '), findings.of(word));
        }
        lines.addAll(table.row("seed", Long.toString(report.seed()))
                .row("rounds", report.rounds().size())
                .row("strikes", strikes(report.rounds()))
                .row("fewest probed commits in flight", leastInFlight())
                .row("stops that said why and what to do", cleanStops())
                .row("recovery, median s", seconds(recoveries.median()))
                .row("recovery, p95 s", seconds(recoveries.p95()))
                .row("recovery, max s", seconds(recoveries.max()))
                .row(
                        "planted corruptions found",
                        (Plant.values().length - report.plantedNotFound().size()) + " of " + Plant.values().length)
                .lines());
        report.plantedNotFound().forEach(plant -> lines.add("not found though planted: " + plant));
        findings.unverified().forEach(why -> lines.add("not proven: " + why));
        lines.add(
                findings.isClean() && report.plantedNotFound().isEmpty()
                        ? "0 lost, 0 doubled, 0 divergent in " + report.rounds().size() + " rounds with seed "
                                + report.seed()
                        : "NOT CLEAN: " + findings.line());
        return lines;
    }

    private Map<String, List<RoundResult>> byFault() {
        return report.rounds().stream()
                .collect(Collectors.groupingBy(RoundResult::fault, LinkedHashMap::new, Collectors.toList()));
    }

    private static Map<String, Object> json(Map.Entry<String, List<RoundResult>> fault) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", fault.getKey());
        answer.put("rounds", fault.getValue().size());
        answer.put("strikes", strikes(fault.getValue()));
        answer.putAll(words(findings(fault.getValue())));
        answer.put("recovery_seconds", recovery(Recoveries.of(fault.getValue())));
        answer.put("round_seconds_median", seconds(medianOfRounds(fault.getValue())));
        return answer;
    }

    private static String line(String name, List<RoundResult> rounds) {
        Recoveries recoveries = Recoveries.of(rounds);
        return String.format(
                Locale.ROOT,
                "  %-34s %3d rounds, %3d strikes: %s; recovery median %.1f s, max %.1f s; a round %.1f s",
                name,
                rounds.size(),
                strikes(rounds),
                findings(rounds).line(),
                seconds(recoveries.median()),
                seconds(recoveries.max()),
                seconds(medianOfRounds(rounds)));
    }

    private static Duration medianOfRounds(List<RoundResult> rounds) {
        return rounds.stream()
                .map(RoundResult::took)
                .sorted()
                .skip((rounds.size() - 1) / 2)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static Findings findings(List<RoundResult> rounds) {
        return rounds.stream().map(RoundResult::findings).reduce(Findings.NONE, Findings::plus);
    }

    private static Map<String, Object> words(Findings findings) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (Word word : Word.values()) {
            words.put(word.code(), findings.of(word));
        }
        return words;
    }

    private static Map<String, Object> recovery(Recoveries recoveries) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("median", seconds(recoveries.median()));
        answer.put("p95", seconds(recoveries.p95()));
        answer.put("max", seconds(recoveries.max()));
        return answer;
    }

    private int leastInFlight() {
        return report.rounds().stream()
                .flatMap(round -> round.strikes().stream())
                .mapToInt(Strike::inFlight)
                .min()
                .orElse(0);
    }

    private int cleanStops() {
        return report.rounds().stream().mapToInt(RoundResult::cleanStops).sum();
    }

    private static int strikes(List<RoundResult> rounds) {
        return rounds.stream().mapToInt(round -> round.strikes().size()).sum();
    }

    private static double seconds(Duration time) {
        return Math.round(time.toMillis() / 100.0) / 10.0;
    }
}
