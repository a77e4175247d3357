package dev.changeover.local.sample;

/**
 * How many users the sample has, by what becomes of them.
 *
 * @param v1Users all users of V1
 * @param eligible those of V1 with a usable email; each of them can be migrated
 * @param stale users of V2 with the identity of an eligible V1 user
 * @param android users of V2 with an email of their own
 * @param targetWithoutEmail users of V2 without an email
 */
public record ReferenceSize(int v1Users, int eligible, int stale, int android, int targetWithoutEmail) {
    private static final int SMALLEST = 50;

    public ReferenceSize {
        if (eligible < SMALLEST - 1 || eligible > v1Users || stale > eligible || stale < SMALLEST / 2 || android < 3) {
            throw new IllegalArgumentException("A sample needs at least " + SMALLEST
                    + " V1 users and a plausible mix, but is asked for " + v1Users + ", " + eligible + ", " + stale
                    + ", " + android);
        }
    }

    /** The numbers that the documentation states. */
    public static ReferenceSize full() {
        return new ReferenceSize(4_928, 4_873, 3_378, 313, 51);
    }

    /** The same mix for {@code v1Users} users, at least 50. */
    public static ReferenceSize ofUsers(int v1Users) {
        ReferenceSize full = full();
        if (v1Users == full.v1Users) {
            return full;
        }
        double scale = (double) v1Users / full.v1Users;
        return new ReferenceSize(
                v1Users,
                v1Users - Math.max(1, (int) Math.round((full.v1Users - full.eligible) * scale)),
                (int) Math.round(full.stale * scale),
                Math.max(3, (int) Math.round(full.android * scale)),
                Math.max(1, (int) Math.round(full.targetWithoutEmail * scale)));
    }

    public ReferenceSize times(int factor) {
        return new ReferenceSize(
                Math.multiplyExact(v1Users, factor),
                eligible * factor,
                stale * factor,
                android * factor,
                targetWithoutEmail * factor);
    }

    /** All users of V2. */
    public int targetUsers() {
        return stale + android + targetWithoutEmail;
    }

    /** V2's users when every eligible user of V1 has been migrated. */
    public int expectedTotal() {
        return targetUsers() + eligible - stale;
    }
}
