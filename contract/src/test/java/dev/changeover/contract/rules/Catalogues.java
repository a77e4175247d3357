package dev.changeover.contract.rules;

import dev.changeover.contract.document.DrillCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small catalogues whose uuids tell their ids. */
final class Catalogues {
    private Catalogues() {}

    /** A target with drills of these titles, with ids from 1. */
    static DrillCatalogue of(String... titles) {
        return withOverrides(Map.of(), titles);
    }

    static DrillCatalogue withOverrides(Map<String, String> overrides, String... titles) {
        List<DrillCatalogue.Drill> drills = new ArrayList<>();
        for (int i = 0; i < titles.length; i++) {
            drills.add(new DrillCatalogue.Drill(i + 1, uuid(i + 1), titles[i]));
        }
        return new DrillCatalogue("v1", drills, overrides);
    }

    static String uuid(int id) {
        return String.format("00000000-0000-4000-8000-%012d", id);
    }
}
