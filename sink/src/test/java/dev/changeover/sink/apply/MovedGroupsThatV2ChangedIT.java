package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.quarantine.QuarantineRetry;
import dev.changeover.sink.quarantine.RetryChoice;
import dev.changeover.sink.undo.Undo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group 5 with item 6 is user 1's; V2 renames it; V1 gives it to user 2 and adds item 7. */
class MovedGroupsThatV2ChangedIT extends OnAFreshTarget {
    private static final String GROUPS =
            "SELECT g.id, u.first_name, g.name FROM drill_groups g JOIN users u ON u.id = g.user_id";
    private static final String ITEMS = "SELECT i.id, u.first_name, g.name, i.position FROM drill_group_items i"
            + " JOIN drill_groups g ON g.id = i.drill_group_id JOIN users u ON u.id = g.user_id ORDER BY 1";
    private static final String OWNERS = "SELECT table_number, v1_id, v1_user_id FROM changeover.migrated_row"
            + " WHERE live AND table_number IN (4, 5) ORDER BY 1, 2";
    private static final String HELD_BACK =
            "2|row|drill_group_items|6|changed-in-v2\n2|row|drill_group_items|7|changed-in-v2\n2|row|drill_groups|5|changed-in-v2";

    private final UserDocument former = user(1).build();
    private final UserDocument later = user(2).at(9)
            .row("drill_groups", 5, "name", "g")
            .at(0)
            .through(9)
            .row("drill_group_items", 6, 5, "position", "1")
            .at(9)
            .row("drill_group_items", 7, 5, "position", "2")
            .build();

    private static Documents user(long id) {
        return Documents.user(id, "u" + id + "@x");
    }

    @BeforeEach
    void aGroupThatV2Renames() throws Exception {
        lab.ready();
        Documents first = user(1).at(0).row("drill_groups", 5, "name", "g").through(0);
        lab.apply(first.row("drill_group_items", 6, 5, "position", "1").build(), user(2).build());
        lab.v2("UPDATE drill_groups SET name = 'android'");
    }

    @Test
    void itsItemsWaitWithItForTheirNewOwner() throws Exception {
        lab.apply(later);

        assertThat(lab.quarantine()).isEqualTo(HELD_BACK);
        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-1|android|1");
        assertThat(lab.ask(OWNERS)).isEqualTo("4|5|1\n5|6|1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"former later", "later former"})
    void whoeverComesFirstNothingOfItIsTheNewOwners(String order) throws Exception {
        for (String next : order.split(" ", -1)) {
            lab.apply(next.equals("former") ? former : later);
        }

        assertThat(lab.ask(GROUPS)).isEqualTo("1|V1-1|android");
        assertThat(lab.ask(ITEMS)).isEmpty();
        assertThat(lab.ask(OWNERS)).isEqualTo("4|5|1");
        assertThat(lab.quarantine()).isEqualTo("1|row|drill_groups|5|changed-in-v2\n" + HELD_BACK);
    }

    @Test
    void takingV1sRowsBringsTheGroupWithItsItemsUnderTheirIds() throws Exception {
        lab.apply(later);

        new QuarantineRetry(lab.database(), "staging")
                .makeDue(new RetryChoice(Set.of(2L), Optional.empty(), Optional.of(RetryChoice.Side.V1)));
        lab.retry(later);

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|g|1\n2|V1-2|g|2");
        assertThat(lab.ask(OWNERS)).isEqualTo("4|5|2\n5|6|2\n5|7|2");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void takingV2sRowsLeavesTheGroupWithItsItemsWhereTheyAre() throws Exception {
        lab.apply(later);

        new QuarantineRetry(lab.database(), "staging")
                .makeDue(new RetryChoice(Set.of(2L), Optional.empty(), Optional.of(RetryChoice.Side.V2)));
        lab.retry(later);

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-1|android|1");
        assertThat(lab.ask(OWNERS)).isEqualTo("4|5|1\n5|6|1");
        assertThat(lab.quarantine()).isEqualTo(HELD_BACK);
    }

    @Test
    void whenTheFormerOwnerIsUndoneTheNewOneGetsIt() throws Exception {
        lab.apply(later);
        lab.apply(former);
        Undo undo = new Undo(lab.database());

        assertThat(undo.run(undo.of(List.of("u1@x")), undo.epoch(), false, users -> {})
                        .refused())
                .isEmpty();
        lab.apply(later);

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|g|1\n2|V1-2|g|2");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void anItemOfAnOlderDocumentIsNotWrittenIntoAGroupThatHasMovedOn() throws Exception {
        lab.v2("UPDATE drill_groups SET name = 'g'");
        lab.apply(later);

        lab.apply(user(1).at(0)
                .row("drill_groups", 5, "name", "g")
                .through(0)
                .row("drill_group_items", 8, 5, "position", "3")
                .build());

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|g|1\n2|V1-2|g|2");
        assertThat(lab.quarantine()).isEmpty();
    }
}
