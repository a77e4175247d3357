package dev.changeover.app.command;

import dev.changeover.torture.TortureConfig;
import dev.changeover.torture.fault.Fault;
import dev.changeover.torture.fault.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code --faults} says. */
final class FaultList {
    private FaultList() {}

    /**
     * Reads names separated by commas, each with its own number of rounds if it ends in {@code =N}.
     *
     * @throws IllegalArgumentException naming what is wrong, with the families there are
     */
    static List<TortureConfig.Series> read(String list, int rounds) {
        List<TortureConfig.Series> series = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            String[] parts = each.strip().split("=", 2);
            int own = parts.length == 2 ? number(each, parts[1]) : rounds;
            List<Fault> faults = parts[0].equals("all") ? possible() : Faults.named(parts[0]);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("--faults does not know '" + parts[0] + "'; it knows all, "
                        + String.join(", ", Faults.families()) + ", and more with: --faults help");
            }
            faults.forEach(FaultList::requirePossible);
            faults.forEach(fault -> series.add(new TortureConfig.Series(fault, own)));
        }
        return series;
    }

    static List<String> help() {
        int width = Faults.all().stream()
                .mapToInt(each -> each.name().length())
                .max()
                .orElse(1);
        return Faults.all().stream()
                .map(each -> String.format(Locale.ROOT, "  %-" + width + "s  %s", each.name(), each.description())
                        + each.missing()
                                .map(what -> " (not here: needs " + what + ")")
                                .orElse(""))
                .toList();
    }

    private static List<Fault> possible() {
        return Faults.all().stream().filter(each -> each.missing().isEmpty()).toList();
    }

    private static void requirePossible(Fault fault) {
        fault.missing().ifPresent(what -> {
            throw new IllegalArgumentException(
                    "--faults names '" + fault.name() + "', which cannot strike here: it needs " + what);
        });
    }

    private static int number(String given, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("--faults must name rounds from 1 on, but is '" + given + "'");
    }
}
