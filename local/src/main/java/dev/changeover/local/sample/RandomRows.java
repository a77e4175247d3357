package dev.changeover.local.sample;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Invents what a user has beside the profile. Most have little, some hundreds of sessions, very few more than a thousand. */
final class RandomRows {
    private static final List<String> NAMES =
            List.of("Warm-up", "My favourites", "Match day", "Weak foot", "Short on time", "With Dad", "⚽ mix");

    private final SampleCatalogue catalogue;

    RandomRows(SampleCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** How many completed sessions the user with this number has: a long tail. */
    static int sessionCount(Random random, int number) {
        int place = number % ReferenceSize.full().v1Users();
        if (place == 1_200) {
            return 1_850;
        }
        if (place == 2_711) {
            return 1_130;
        }
        if (place % 350 == 123) {
            return 150 + random.nextInt(300);
        }
        double luck = random.nextDouble();
        return (int) (luck * luck * luck * 20);
    }

    List<SampleRow> of(Random random, LocalDateTime signUp, LocalDateTime today, int sessions) {
        Times times = new Times(random, signUp, today);
        List<SampleRow> rows = new ArrayList<>();
        sessions(random, times, sessions, rows);
        if (random.nextInt(100) < 92) {
            rows.add(preferences(random, times));
        }
        groups(random, times, rows);
        trainings(random, times, rows);
        if (random.nextInt(100) < 94) {
            rows.add(progress(random, signUp, sessions));
        }
        filters(random, times, rows);
        tokens(random, times, rows);
        return rows;
    }

    private void sessions(Random random, Times times, int count, List<SampleRow> rows) {
        List<SampleDrill> favourites = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            favourites.add(drill(random));
        }
        for (int i = 0; i < count; i++) {
            LocalDateTime at = times.step(i, count);
            SessionDrills drills = SessionDrills.random(random, catalogue.ofV1(), favourites);
            int done = random.nextInt(drills.size() + 1);
            rows.add(SampleRow.of(SampleTable.COMPLETED_SESSIONS, at, at, done, drills.size(), drills));
        }
    }

    private SampleRow preferences(Random random, Times times) {
        LocalDateTime at = times.next();
        return SampleRow.of(
                SampleTable.SESSION_PREFERENCES,
                at,
                15 * (1 + random.nextInt(4)),
                random.nextInt(20) == 0 ? null : "{ball,cones}",
                "medium_intensity",
                "small_field",
                random.nextBoolean() ? "beginner" : "advanced",
                "[\"dribbling\", {\"" + drill(random).subSkill() + "\": 1.50}]",
                at,
                random.nextBoolean() ? null : at.plusDays(2));
    }

    private void groups(Random random, Times times, List<SampleRow> rows) {
        int groups = (int) (random.nextDouble() * 3);
        for (int i = random.nextInt(10) == 0 ? 1 : 0; i <= groups; i++) {
            LocalDateTime at = times.next();
            String name = i == 0 ? "Liked Drills" : pick(random, NAMES);
            List<SampleRow> items = new ArrayList<>();
            int count = random.nextInt(5);
            for (int position = 0; position < count; position++) {
                LocalDateTime added = at.plusNanos(1_000L * position);
                items.add(SampleRow.of(SampleTable.DRILL_GROUP_ITEMS, added, drill(random), position, added));
            }
            rows.add(SampleRow.of(SampleTable.DRILL_GROUPS, at, name, random.nextInt(4) == 0 ? null : "", i == 0)
                    .with(items));
        }
    }

    private void trainings(Random random, Times times, List<SampleRow> rows) {
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            LocalDateTime at = times.next();
            List<SampleRow> drills = new ArrayList<>();
            int size = 2 + random.nextInt(4);
            for (int position = 0; position < size; position++) {
                drills.add(SampleRow.of(
                        SampleTable.ORDERED_SESSION_DRILLS,
                        at,
                        counterpartMostly(random),
                        position,
                        random.nextInt(10) == 0 ? null : random.nextInt(4),
                        3,
                        10,
                        random.nextInt(6) == 0 ? null : 30,
                        5,
                        random.nextBoolean()));
            }
            rows.add(SampleRow.of(SampleTable.TRAINING_SESSIONS, at, 5 * size, "[\"dribbling\",\"passing\"]", at)
                    .with(drills));
        }
    }

    private static SampleRow progress(Random random, LocalDateTime signUp, int sessions) {
        int streak = random.nextInt(5);
        return SampleRow.of(
                SampleTable.PROGRESS_HISTORY,
                signUp,
                streak,
                random.nextInt(25) == 0 ? null : streak + random.nextInt(9),
                random.nextInt(10) == 0 ? sessions + 1 : sessions,
                signUp.plusDays(1));
    }

    private static void filters(Random random, Times times, List<SampleRow> rows) {
        int count = Math.max(0, random.nextInt(10) - 7);
        for (int i = 0; i < count; i++) {
            rows.add(SampleRow.of(
                    SampleTable.SAVED_FILTERS,
                    times.next(),
                    uuid(random).toString().toUpperCase(Locale.ROOT),
                    pick(random, NAMES),
                    "30min",
                    "{ball,wall}",
                    null,
                    "",
                    "intermediate"));
        }
    }

    private static void tokens(Random random, Times times, List<SampleRow> rows) {
        int count = (4 + random.nextInt(6)) / 5 + random.nextInt(20) / 19;
        for (int i = 0; i < count; i++) {
            LocalDateTime at = times.next();
            String token = uuid(random).toString() + uuid(random);
            rows.add(SampleRow.of(SampleTable.REFRESH_TOKENS, at, token, at.plus(Duration.ofDays(30)), at));
        }
        if (random.nextInt(12) == 0) {
            LocalDateTime at = times.next();
            String code = Integer.toString(100_000 + random.nextInt(900_000));
            rows.add(SampleRow.of(SampleTable.PASSWORD_RESET_CODES, at, code, at.plusHours(1), at));
        }
    }

    private SampleDrill drill(Random random) {
        return pick(random, catalogue.ofV1());
    }

    /** Few people plan a drill that V2 lacks, so that few rows have to be held back. */
    private SampleDrill counterpartMostly(Random random) {
        SampleDrill drill = drill(random);
        return drill.hasCounterpart() || random.nextInt(10) == 0
                ? drill
                : catalogue.ofV1().get(0);
    }

    private static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Times at which a user wrote, between signing up and today, to the microsecond. */
    private record Times(Random random, LocalDateTime signUp, LocalDateTime today) {
        LocalDateTime next() {
            return at(random.nextDouble());
        }

        /** The time of one of {@code count} things that follow each other. */
        LocalDateTime step(int index, int count) {
            return at((index + random.nextDouble()) / count);
        }

        private LocalDateTime at(double part) {
            long micros = Duration.between(signUp, today).toNanos() / 1_000;
            return signUp.plusNanos(1_000 * Math.round(part * micros));
        }
    }
}
