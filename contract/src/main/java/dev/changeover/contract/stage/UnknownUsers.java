package dev.changeover.contract.stage;

/** What a command says that was given emails, some of which are no V1 user's. Names none of them: emails belong in no log. */
public final class UnknownUsers {
    private UnknownUsers() {}

    /**
     * The refusal, before anything is made anywhere.
     *
     * @param unknown how many emails nobody has, at least 1
     * @param given how many there are
     */
    public static ProblemException refused(int unknown, int given) {
        return new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                unknown + " of the " + given + " given emails belong to no user of V1",
                "no email there is the same, whatever the case of its letters",
                "check the spelling, and that V1_DATABASE_URL names the right database"));
    }
}
