package dev.changeover.cutover.preflight.finding;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one check says: point by point, the worst point decides. Confined to one thread. */
public final class Judgement {
    /** More points of one check are counted, not listed. */
    private static final int MOST_LISTED = 12;

    private final List<String> findings = new ArrayList<>();
    private final Set<String> remedies = new LinkedHashSet<>();
    private String otherwise = "";
    private Status status = Status.PASS;
    private int unlisted;

    /** Nothing to object to, yet. */
    public Judgement() {}

    public static Judgement pass(String finding) {
        return new Judgement().otherwise(finding);
    }

    public static Judgement warn(String finding, String remedy) {
        return new Judgement().add(Status.WARN, finding, remedy);
    }

    public static Judgement fail(String finding, String remedy) {
        return new Judgement().add(Status.FAIL, finding, remedy);
    }

    /** One more point; of {@link Status#PASS} it is a remark. */
    public Judgement add(Status level, String finding, String remedy) {
        status = status.orWorse(requireNonNull(level, "level"));
        if (findings.size() < MOST_LISTED) {
            findings.add(requireNonNull(finding, "finding"));
        } else {
            unlisted++;
        }
        if (!remedy.isBlank() && remedies.size() < MOST_LISTED) {
            remedies.add(remedy);
        }
        return this;
    }

    /** What is said when there is no point. */
    public Judgement otherwise(String finding) {
        otherwise = requireNonNull(finding, "finding");
        return this;
    }

    public Check as(CheckName name) {
        String said = findings.isEmpty() ? otherwise : String.join("; ", findings);
        return new Check(
                name,
                status,
                unlisted == 0 ? said : said + "; and " + unlisted + " more",
                String.join("; ", remedies),
                Optional.empty());
    }
}
