package dev.changeover.local.sample;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invents users, each from the seed and its number alone, so that none has to be remembered. Confined to one thread. */
final class SampleUsers {
    /** The day of the test, when V1's users of that day were copied to V2. */
    static final LocalDateTime COPY_DAY = LocalDateTime.parse("2026-05-04T03:00:00");

    static final String ANDROID_DOMAIN = "@droid.example.net";
    private static final LocalDateTime FIRST_DAY = LocalDateTime.parse("2024-01-08T06:00:00");
    private static final LocalDateTime TODAY = LocalDateTime.parse("2026-11-20T18:00:00");
    private static final List<String> FIRST_NAMES = List.of(
            "Mia", "Noah", "Lina", "Tariq", "Sofia", "Kwame", "Aiko", "Mateo", "Freya", "Omar", "Ines", "Pavel",
            "Nadia", "Hugo", "Yara", "Luca", "Amara", "Jonas", "Zara", "Emil");
    private static final List<String> LAST_NAMES = List.of(
            "Novak", "Okafor", "Silva", "Haddad", "Berg", "Tanaka", "Moreau", "Kaya", "Rossi", "Nguyen", "Lind",
            "Costa", "Petrov", "Mensah", "Walsh", "Ortiz", "Vos", "Dahl", "Iyer", "Kowal");
    private static final List<String> DOMAINS =
            List.of("@example.com", "@example.org", "@mail.example.org", "@club.example");
    private static final List<String> GOALS =
            List.of("improve_technique", "make_the_team", "get_fit", "have_fun", "turn_professional");

    private final long seed;
    private final Population population;
    private final RandomRows rows;
    private final AwkwardUsers awkward;

    SampleUsers(long seed, Population population, SampleCatalogue catalogue) {
        this.seed = seed;
        this.population = population;
        this.rows = new RandomRows(catalogue);
        this.awkward = new AwkwardUsers(catalogue);
    }

    /** A user of V1 by number, from 0, as V1 has it today. */
    SampleUser apple(int number) {
        Random random = random(number);
        boolean copied = population.isStale(number);
        LocalDateTime signUp = between(random, copied ? FIRST_DAY : COPY_DAY.minusDays(90), copied ? COPY_DAY : TODAY);
        String email = population.isEligible(number) ? appleEmail(random, number) : blank(number);
        SampleUser user = user(random, number, email, signUp, RandomRows.sessionCount(random, number));
        return awkward.madeAwkward(user);
    }

    /** The copy of a V1 user that V2 got on the day of the test. */
    SampleUser stale(int number) {
        SampleUser user = apple(number);
        String email = String.valueOf(user.profile().get(SampleUser.EMAIL));
        boolean spelledDifferently = number == 0 || (number % 37 == 5 && number >= AwkwardUsers.COUNT);
        SampleUser copy =
                spelledDifferently ? user.withProfile(SampleUser.EMAIL, email.toLowerCase(Locale.ROOT)) : user;
        if (number % 5 == 0) {
            copy = copy.withProfile(SampleUser.PRIMARY_GOAL, "have_fun");
        }
        return isSignedUpOnAndroidToo(number)
                ? copy.withProfile(SampleUser.PASSWORD_HASH, "$argon2id$" + hex(random(number + 1)))
                : copy;
    }

    /** Whether a stale copy looks as if the person had signed up on Android as well. */
    static boolean isSignedUpOnAndroidToo(int number) {
        return number % 211 == 42;
    }

    /** A user of V2's own, by number. */
    SampleUser android(int number, boolean withEmail) {
        Random random = random(-1L - number);
        String email =
                switch (number) {
                    case 0 -> "andX0@example.org";
                    case 1 -> "pat@example.org";
                    default -> name(random).toLowerCase(Locale.ROOT) + "." + number + ANDROID_DOMAIN;
                };
        SampleUser user = user(
                random,
                number,
                withEmail ? email : null,
                between(random, COPY_DAY.minusDays(30), TODAY),
                random.nextInt(6));
        return user.withProfile(SampleUser.PASSWORD_HASH, "$argon2id$" + hex(random));
    }

    Random random(long number) {
        return new Random(seed * 0x2545F4914F6CDD1DL + number * 0x9E3779B97F4A7C15L);
    }

    private SampleUser user(Random random, int number, @Nullable String email, LocalDateTime signUp, int sessions) {
        List<@Nullable Object> profile = new ArrayList<>();
        profile.add(pick(random, FIRST_NAMES));
        profile.add(random.nextInt(12) == 0 ? null : pick(random, LAST_NAMES));
        profile.add(email);
        profile.add("$2b$12$" + hex(random));
        profile.add(random.nextInt(15) == 0 ? null : pick(random, GOALS));
        profile.add("[\"consistency\", \"" + pick(random, GOALS) + "\"]");
        profile.add(pick(random, List.of("beginner", "intermediate", "advanced", "")));
        profile.add(pick(random, List.of("striker", "midfielder", "defender", "goalkeeper")));
        profile.add(random.nextInt(10) == 0 ? null : "[\"creative\"]");
        profile.add(pick(random, List.of("youth", "teen", "adult", "senior")));
        profile.add("[\"dribbling\"]");
        profile.add("[\"passing\", \"shooting\"]");
        profile.add("[\"backyard\"]");
        profile.add("[\"ball\",\"cones\"]");
        profile.add(pick(random, List.of("15", "30", "45", "60+")));
        profile.add(pick(random, List.of("2-3", "4-5", "6-7")));
        return new SampleUser(number, profile, rows.of(random, signUp, TODAY, sessions));
    }

    private static String appleEmail(Random random, int number) {
        String email = name(random) + number + pick(random, DOMAINS);
        return number % 8 == 0 ? email : email.toLowerCase(Locale.ROOT);
    }

    /** No usable email: one is empty, half are NULL, the others are white space of two kinds, no two alike. */
    private @Nullable String blank(int number) {
        if (number == population.emptyEmail()) {
            return "";
        }
        return number % 2 == 0
                ? null
                : Integer.toBinaryString(number).replace('0', '\u00a0').replace('1', '\t');
    }

    private static String name(Random random) {
        return pick(random, FIRST_NAMES) + "." + pick(random, LAST_NAMES);
    }

    private static LocalDateTime between(Random random, LocalDateTime first, LocalDateTime last) {
        long micros = Duration.between(first, last).toSeconds() * 1_000_000;
        return first.plusNanos(1_000 * Math.round(random.nextDouble() * micros));
    }

    private static String hex(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString().replace("-", "");
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
