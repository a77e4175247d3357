package dev.changeover.local.sample;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** The drills of a completed session, as each application spells them in JSON. */
record SessionDrills(List<Entry> entries) implements Rendered {
    private static final String[] SKILL_SPELLINGS = {"%s", "%s", "%s", "spaced", "hyphened", "capital"};

    SessionDrills {
        entries = List.copyOf(entries);
    }

    /** How an entry is built: newer versions of the app nest the drill, older ones did not, the oldest called it a name. */
    private enum Shape {
        NESTED,
        FLAT,
        NAMED
    }

    /** One drill done in a session. */
    private record Entry(
            SampleDrill drill, String title, String skill, Shape shape, UUID id, int sets, int reps, String minutes) {}

    static SessionDrills random(Random random, List<SampleDrill> catalogue, List<SampleDrill> favourites) {
        int count = 1 + random.nextInt(5);
        return new SessionDrills(random.ints(count, 0, 100)
                .mapToObj(chance -> entry(
                        random,
                        chance,
                        chance < 60
                                ? favourites.get(random.nextInt(favourites.size()))
                                : catalogue.get(random.nextInt(catalogue.size()))))
                .toList());
    }

    int size() {
        return entries.size();
    }

    @Override
    public String in(World world) {
        return entries.stream().map(entry -> text(entry, world)).collect(Collectors.joining(",", "[", "]"));
    }

    private static Entry entry(Random random, int chance, SampleDrill drill) {
        String title = chance == 99 ? "My own drill no. " + random.nextInt(40) : drill.titleOrEmpty();
        Shape shape = chance % 10 < 7 ? Shape.NESTED : chance % 10 < 9 ? Shape.FLAT : Shape.NAMED;
        String minutes = chance == 50 ? "12.50" : chance == 51 ? "1E1" : Integer.toString(3 + random.nextInt(20));
        return new Entry(
                drill,
                title,
                spelled(drill.skill(), SKILL_SPELLINGS[random.nextInt(SKILL_SPELLINGS.length)]),
                shape,
                new UUID(random.nextLong(), random.nextLong()),
                1 + random.nextInt(5),
                5 * (1 + random.nextInt(6)),
                minutes);
    }

    private static String spelled(String skill, String how) {
        return switch (how) {
            case "spaced" -> skill.replace('_', ' ');
            case "hyphened" -> skill.replace('_', '-');
            case "capital" -> skill.substring(0, 1).toUpperCase(Locale.ROOT) + skill.substring(1);
            default -> skill;
        };
    }

    private static String text(Entry entry, World world) {
        boolean rewritten = world == World.V2 && entry.drill().hasCounterpart();
        String key = rewritten
                ? "\"uuid\": \"" + entry.drill().uuid() + "\""
                : "\"id\": \"" + entry.id().toString().toUpperCase(Locale.ROOT) + "\"";
        String done = "\"setsDone\": " + entry.sets() + ", \"totalSets\": " + (entry.sets() + 1) + ", \"totalReps\": "
                + entry.reps() + ", \"totalDuration\": " + entry.minutes() + ", \"isCompleted\": " + (entry.sets() > 2);
        return switch (entry.shape()) {
            case NESTED ->
                "{\"drill\": {" + key + ", \"title\": \"" + entry.title() + "\"" + details(entry) + "}, " + done + "}";
            case FLAT ->
                "{" + key + ", \"title\": \"" + entry.title() + "\", \"skill\": \"" + entry.skill() + "\", " + done
                        + "}";
            case NAMED -> "{" + key + ",\"name\":\"" + entry.title() + "\"," + done + "}";
        };
    }

    private static String details(Entry entry) {
        return ", \"skill\": \"" + entry.skill() + "\", \"subSkills\": [\""
                + entry.drill().subSkill() + "\"], \"sets\": " + entry.sets() + ", \"reps\": " + entry.reps()
                + ", \"duration\": 5, \"description\": \"Keep the ball close and your head up.\", \"instructions\":"
                + " [\"Set out the cones\", \"Start slowly\"], \"tips\": [], \"equipment\": [\"ball\"],"
                + " \"trainingStyle\": \"medium_intensity\", \"difficulty\": \""
                + entry.drill().difficulty() + "\", \"videoUrl\": \"https://video.example.org/"
                + entry.drill().v1Id() + ".mp4\"";
    }
}
