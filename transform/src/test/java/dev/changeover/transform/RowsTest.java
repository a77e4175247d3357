package dev.changeover.transform;

import static dev.changeover.transform.V1Record.deleted;
import static dev.changeover.transform.V1Record.snapshot;
import static dev.changeover.transform.V1Record.streamed;
import static dev.changeover.transform.V1Record.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowChangeReader;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.transform.task.Count;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the changes of single rows. */
class RowsTest {
    private OnePartition topology = OnePartition.released();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void writesTheWholeUserWhenOneOfItsRowsChanges() {
        topology.take(user(10, 7), filter(11, 1, 7L, "a"), filter(12, 2, 7L, "b"));

        UserDocument.Present document = topology.present(7);

        assertThat(nameOf(document.userRow(), "users", "email")).isEqualTo("7@example.org");
        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L, 2L);
        assertThat(document.catalogueVersion()).isEqualTo("v1");
    }

    @Test
    void childrenBeforeTheirParentsWaitVisibly() {
        topology.take(item(10, 31, 21L), filter(11, 1, 7L, "a"));
        assertThat(topology.written()).isEmpty();
        assertThat(topology.count(Count.CHILDREN_WAITING)).isEqualTo(1);
        assertThat(topology.count(Count.ROWS_WITHOUT_USER)).isEqualTo(1);

        topology.take(group(12, 21, 7L));
        assertThat(topology.written()).isEmpty();
        assertThat(topology.count(Count.CHILDREN_WAITING)).isZero();
        assertThat(topology.count(Count.ROWS_WITHOUT_USER)).isEqualTo(3);

        topology.take(user(13, 7));
        assertThat(topology.idsOf(7, "drill_group_items")).containsExactly(31L);
        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L);
        assertThat(topology.count(Count.ROWS_WITHOUT_USER)).isZero();
        assertThat(topology.count(Count.USERS)).isEqualTo(1);
    }

    @Test
    void aDeleteWithAKeyOnlyLeavesTheRightUser() {
        topology.take(user(10, 7), user(11, 8), filter(12, 1, 7L, "a"), filter(13, 2, 8L, "b"));

        topology.take(deleted(1, 14, "saved_filters", 1));

        assertThat(topology.idsOf(7, "saved_filters")).isEmpty();
        assertThat(topology.idsOf(8, "saved_filters")).containsExactly(2L);
    }

    @Test
    void aDeletedGrandchildLeavesTheRightUser() {
        topology.take(user(10, 7), group(11, 21, 7L), item(12, 31, 21L), item(13, 32, 21L));

        topology.take(deleted(1, 14, "drill_group_items", 31));

        assertThat(topology.idsOf(7, "drill_group_items")).containsExactly(32L);
    }

    @Test
    void anUnchangedToastedValueKeepsTheRealOne() {
        topology.take(user(10, 7), session(11, 1, 7L, "[{\"title\":\"x\"}]", "3"));

        topology.take(session(12, 1, 7L, RowChangeReader.UNAVAILABLE, "4"));

        DocumentRow row = topology.present(7).rowsOf("completed_sessions").get(0);
        assertThat(nameOf(row, "completed_sessions", "drills")).isEqualTo("[{\"title\":\"x\"}]");
        assertThat(nameOf(row, "completed_sessions", "total_drills")).isEqualTo("4");
    }

    @Test
    void anUnchangedToastedValueThatWasNeverSeenMakesTheUserUnreadable() {
        topology.take(user(10, 7), session(12, 1, 7L, RowChangeReader.UNAVAILABLE, "4"));

        assertThat(topology.latest().get(7L)).isInstanceOf(UserDocument.Unreadable.class);
    }

    @Test
    void aColumnSetToNullIsNull() {
        topology.take(user(10, 7), filter(11, 1, 7L, "a"));

        topology.take(streamed(1, 12, "saved_filters", 1, 7L));

        DocumentRow row = topology.present(7).rowsOf("saved_filters").get(0);
        assertThat(nameOf(row, "saved_filters", "name")).isNull();
    }

    @Test
    void aRowThatMovesBetweenUsersIsGoneThereAndHereNow() {
        topology.take(user(10, 7), user(11, 8), filter(12, 1, 7L, "a"));

        topology.take(filter(13, 1, 8L, "a"));

        assertThat(topology.idsOf(7, "saved_filters")).isEmpty();
        assertThat(topology.idsOf(8, "saved_filters")).containsExactly(1L);
        assertThat(topology.present(8).rowsOf("saved_filters").get(0).version())
                .isEqualTo(PlaceVersion.of(new RowVersion(1, true, 13)));
    }

    @Test
    void aRowThatMovesBetweenGroupsOfTwoUsersIsGoneThereAndHereNow() {
        topology.take(user(10, 7), user(11, 8), group(12, 21, 7L), group(13, 22, 8L), item(14, 31, 21L));

        topology.take(item(15, 31, 22L));

        assertThat(topology.idsOf(7, "drill_group_items")).isEmpty();
        assertThat(topology.idsOf(8, "drill_group_items")).containsExactly(31L);
    }

    @Test
    void aGroupThatMovesTakesItsItemsAlongAsNewAsTheMove() {
        topology.take(user(10, 7), user(11, 8), group(12, 21, 7L), item(13, 31, 21L), item(14, 32, 21L));

        topology.take(group(20, 21, 8L));

        assertThat(topology.idsOf(7, "drill_groups")).isEmpty();
        assertThat(topology.idsOf(7, "drill_group_items")).isEmpty();
        assertThat(topology.idsOf(8, "drill_group_items")).containsExactly(31L, 32L);
        assertThat(topology.present(8).rowsOf("drill_group_items").get(0).version())
                .isEqualTo(new PlaceVersion(new RowVersion(1, true, 13), new RowVersion(1, true, 20)));
    }

    @Test
    void anItemThatLeftAGroupInATransactionThatWroteBeforeTheGroupMovedAndCommittedAfterItIsNewerThanTheMove() {
        topology.take(user(10, 7), user(11, 8), user(12, 9), group(13, 21, 7L), group(14, 22, 9L), item(15, 31, 21L));
        topology.take(group(30, 21, 8L));
        PlaceVersion withTheGroup =
                topology.present(8).rowsOf("drill_group_items").get(0).version();

        topology.take(item(20, 31, 22L));

        assertThat(topology.idsOf(8, "drill_group_items")).isEmpty();
        PlaceVersion byItself =
                topology.present(9).rowsOf("drill_group_items").get(0).version();
        assertThat(withTheGroup.isOlderThan(byItself)).isTrue();
    }

    @Test
    void itemsOfADeletedGroupWaitAndComeBackWithIt() {
        topology.take(user(10, 7), group(11, 21, 7L), item(12, 31, 21L));

        topology.take(deleted(1, 13, "drill_groups", 21));
        assertThat(topology.idsOf(7, "drill_group_items")).isEmpty();
        assertThat(topology.count(Count.CHILDREN_WAITING)).isEqualTo(1);

        topology.take(group(14, 21, 7L));
        assertThat(topology.idsOf(7, "drill_group_items")).containsExactly(31L);
    }

    @Test
    void rowsWithoutAParentBelongToNobodyAndAreCounted() {
        topology.take(user(10, 7), filter(11, 1, null, "a"), group(12, 21, null), item(13, 31, 21L));

        assertThat(topology.present(7).rowCount()).isEqualTo(1);
        assertThat(topology.count(Count.ORPHANS)).isEqualTo(2);
        assertThat(topology.count(Count.CHILDREN_WAITING)).isEqualTo(1);

        topology.take(filter(14, 1, 7L, "a"));
        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L);
        assertThat(topology.count(Count.ORPHANS)).isEqualTo(1);
    }

    @Test
    void theSameInputAgainWritesNothing() {
        V1Record[] changes = {
            user(10, 7), filter(11, 1, 7L, "a"), filter(12, 1, 7L, "b"), deleted(1, 13, "saved_filters", 1)
        };
        topology.take(changes);
        topology.written();

        topology.take(changes);

        assertThat(topology.written()).isEmpty();
    }

    @Test
    void anOlderChangeAfterANewerOneIsIgnored() {
        topology.take(user(10, 7), filter(12, 1, 7L, "new"));
        topology.written();

        topology.take(filter(11, 1, 8L, "old"));

        assertThat(topology.written()).isEmpty();
    }

    @Test
    void anOldInsertAfterADeleteIsIgnored() {
        topology.take(user(10, 7), deleted(1, 12, "saved_filters", 1));

        topology.take(filter(11, 1, 7L, "old"));

        assertThat(topology.idsOf(7, "saved_filters")).isEmpty();
    }

    @Test
    void aRowInsertedAgainUnderItsKeyComesBack() {
        topology.take(user(10, 7), filter(11, 1, 7L, "a"), deleted(1, 12, "saved_filters", 1));

        topology.take(filter(13, 1, 7L, "b"));

        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L);
    }

    @Test
    void amongChangesOfOneLsnTheOrderOfThePartitionDecides() {
        topology.take(user(10, 7), user(10, 8), filter(11, 1, 7L, "a"));

        topology.take(deleted(1, 12, "saved_filters", 1), filter(12, 1, 8L, "b"));
        assertThat(topology.idsOf(8, "saved_filters")).containsExactly(1L);

        topology.take(deleted(1, 12, "saved_filters", 1));
        assertThat(topology.idsOf(8, "saved_filters")).isEmpty();
    }

    @Test
    void aStreamedChangeOfALowLsnReplacesTheSnapshotsRow() {
        topology.close();
        topology = new OnePartition();
        topology.publish(OnePartition.CATALOGUE);
        topology.tell(new SnapshotEvent.Started(1));
        topology.take(
                snapshot(1, "users", 7, null, "email", "7@example.org"),
                snapshot(1, "saved_filters", 1, 7L, "name", "as the snapshot saw it"),
                streamed(1, 1, "saved_filters", 1, 7L, "name", "committed later"));
        topology.endSnapshot(1);

        DocumentRow row = topology.present(7).rowsOf("saved_filters").get(0);
        assertThat(nameOf(row, "saved_filters", "name")).isEqualTo("committed later");
    }

    @Test
    void aUserDeletedInV1IsSaidToBeDeletedOnce() {
        topology.take(user(10, 7), filter(11, 1, 7L, "a"));
        topology.written();

        topology.take(deleted(1, 12, "users", 7), deleted(1, 13, "saved_filters", 1));

        assertThat(topology.written()).containsExactly(new UserDocument.Deleted(7));
        assertThat(topology.count(Count.USERS)).isZero();
    }

    @Test
    void anUnreadableRowMakesItsUserUnreadableUntilAGoodVersionComes() {
        topology.take(user(10, 7), filter(11, 1, 7L, "a"), user(12, 8));

        topology.take(unreadable(1, 13, "saved_filters", 1));
        assertThat(topology.latest().get(7L))
                .isEqualTo(new UserDocument.Unreadable(7, "saved_filters", 1, "too large", "7@example.org"));
        assertThat(topology.latest().get(8L)).isInstanceOf(UserDocument.Present.class);

        topology.take(filter(14, 1, 7L, "b"));
        assertThat(topology.idsOf(7, "saved_filters")).containsExactly(1L);
    }

    @Test
    void anUnreadableRowWhoseUserIsUnknownIsCounted() {
        topology.take(unreadable(1, 13, "saved_filters", 1));

        assertThat(topology.count(Count.UNREADABLE_WITHOUT_PARENT)).isEqualTo(1);
    }

    @Test
    void aUserPastTheLimitIsTooLargeAndTheOthersGoOn() {
        topology.close();
        topology = new OnePartition(2_000);
        topology.publish(OnePartition.CATALOGUE);
        topology.take(userOf(0, 10, 7), session(0, 11, 1, 7L, "\"" + "x".repeat(2_000) + "\""), userOf(0, 12, 8));

        assertThat(topology.latest().get(7L)).isInstanceOf(UserDocument.TooLarge.class);
        assertThat(topology.latest().get(8L)).isInstanceOf(UserDocument.Present.class);
    }

    static V1Record user(long lsn, long id) {
        return streamed(1, lsn, "users", id, null, "email", id + "@example.org");
    }

    static V1Record userOf(int generation, long lsn, long id) {
        return streamed(generation, lsn, "users", id, null, "email", id + "@example.org");
    }

    static V1Record filter(long lsn, long id, @Nullable Long user, String name) {
        return streamed(1, lsn, "saved_filters", id, user, "name", name);
    }

    static V1Record group(long lsn, long id, @Nullable Long user) {
        return streamed(1, lsn, "drill_groups", id, user, "name", "group");
    }

    static V1Record item(long lsn, long id, @Nullable Long group) {
        return streamed(1, lsn, "drill_group_items", id, group, "position", "1");
    }

    static V1Record session(long lsn, long id, @Nullable Long user, String drills, String total) {
        return streamed(1, lsn, "completed_sessions", id, user, "drills", drills, "total_drills", total);
    }

    static V1Record session(int generation, long lsn, long id, @Nullable Long user, String drills) {
        return streamed(generation, lsn, "completed_sessions", id, user, "drills", drills);
    }

    static @Nullable String nameOf(DocumentRow row, String table, String column) {
        return row.values().get(MigrationPlan.table(table).targetIndex(column));
    }
}
