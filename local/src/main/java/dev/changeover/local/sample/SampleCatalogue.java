package dev.changeover.local.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The drills of both databases, from {@code drills.txt}. V2 numbers them in another order, so that equal ids mean different
 * drills; it lacks some, spells some differently, has some of its own and some titles twice.
 */
final class SampleCatalogue {
    private static final long ORDER_OF_V2 = 20_260_504;

    private final List<SampleDrill> drills;
    private final List<SampleDrill> ofV1;

    SampleCatalogue() {
        List<String> lines = read();
        List<Integer> v2Ids = shuffledIds(lines.size() + 1);
        List<SampleDrill> found = new ArrayList<>();
        int v1Id = 0;
        for (String line : lines) {
            boolean onlyV2 = line.startsWith("+");
            found.add(drill(line.substring(onlyV2 ? 1 : 0), onlyV2 ? 0 : ++v1Id, v2Ids.get(found.size())));
        }
        found.add(new SampleDrill("fitness", "recovery", null, ++v1Id, 0, null, uuid("untitled")));
        drills = List.copyOf(found);
        ofV1 = drills.stream().filter(drill -> drill.v1Id() != 0).toList();
    }

    List<SampleDrill> drills() {
        return drills;
    }

    List<SampleDrill> ofV1() {
        return ofV1;
    }

    private static SampleDrill drill(String line, int v1Id, int v2Id) {
        String[] fields = line.split("\\|", -1);
        String spelling = fields.length > 3 ? fields[3] : "=" + fields[2];
        boolean inV2 = !spelling.equals("-");
        String v2Title = inV2 ? spelling.substring(1) : null;
        return new SampleDrill(
                fields[0], fields[1], fields[2], v1Id, inV2 ? v2Id : 0, v2Title, uuid(line + "/" + v2Id));
    }

    private static UUID uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(UTF_8));
    }

    private static List<Integer> shuffledIds(int count) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            ids.add(id);
        }
        Collections.shuffle(ids, new Random(ORDER_OF_V2));
        return ids;
    }

    private static List<String> read() {
        @Nullable InputStream resource = SampleCatalogue.class.getResourceAsStream("drills.txt");
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Objects.requireNonNull(resource, "drills.txt"), UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
