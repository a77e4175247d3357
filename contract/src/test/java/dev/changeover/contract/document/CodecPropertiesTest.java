package dev.changeover.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read again, whatever the values are. */
class CodecPropertiesTest {
    @Property(tries = 300)
    void aDocumentIsReadAsItWasWritten(@ForAll("documents") UserDocument document) {
        byte[] bytes = UserDocumentCodec.encode(document);

        assertThat(UserDocumentCodec.decode(bytes)).isEqualTo(document);
        assertThat(UserDocumentCodec.encode(UserDocumentCodec.decode(bytes))).isEqualTo(bytes);
    }

    @Property(tries = 300)
    void aCatalogueIsReadAsItWasWritten(@ForAll("catalogues") DrillCatalogue catalogue) {
        byte[] bytes = DrillCatalogueCodec.encode(catalogue);

        assertThat(DrillCatalogueCodec.decode(bytes)).isEqualTo(catalogue);
        assertThat(DrillCatalogueCodec.encode(DrillCatalogueCodec.decode(bytes)))
                .isEqualTo(bytes);
    }

    @Provide
    Arbitrary<UserDocument> documents() {
        Arbitrary<Long> longs = Arbitraries.longs();
        Arbitrary<String> texts = Arbitraries.strings().all();
        return Arbitraries.oneOf(
                presents(),
                longs.map(UserDocument.Deleted::new),
                Combinators.combine(longs, texts, longs, texts).as(UserDocument.Unreadable::new),
                Combinators.combine(longs, longs, longs).as(UserDocument.TooLarge::new));
    }

    @Provide
    Arbitrary<DrillCatalogue> catalogues() {
        Arbitrary<String> texts = Arbitraries.strings().all();
        Arbitrary<List<DrillCatalogue.Drill>> drills = Combinators.combine(
                        Arbitraries.longs(), texts, texts.injectNull(0.2))
                .as(DrillCatalogue.Drill::new)
                .list()
                .ofMaxSize(4);
        return Combinators.combine(texts, drills, Arbitraries.maps(texts, texts).ofMaxSize(4))
                .as(DrillCatalogue::new);
    }

    private static Arbitrary<UserDocument> presents() {
        Arbitrary<HeldBackRow> heldBack = Combinators.combine(
                        Arbitraries.strings().all(), Arbitraries.longs(), Arbitraries.of(QuarantineReason.class))
                .as(HeldBackRow::new);
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.strings().all(),
                        rows("users").list().ofSize(1),
                        rows("drill_groups").list().ofMaxSize(3),
                        rows("completed_sessions").list().ofMaxSize(3),
                        heldBack.list().ofMaxSize(3),
                        Arbitraries.integers())
                .as((id, version, users, groups, sessions, held, entries) -> new UserDocument.Present(
                        id,
                        version,
                        Map.of("users", users, "drill_groups", groups, "completed_sessions", sessions),
                        held,
                        entries));
    }

    private static Arbitrary<DocumentRow> rows(String table) {
        TablePlan plan = MigrationPlan.table(table);
        Arbitrary<RowVersion> versions = Combinators.combine(
                        Arbitraries.integers().greaterOrEqual(0), Arbitraries.of(true, false), Arbitraries.longs())
                .as(RowVersion::new);
        Arbitrary<PlaceVersion> places =
                Combinators.combine(versions, versions.injectNull(0.5)).as(PlaceVersion::new);
        Arbitrary<List<String>> values = Arbitraries.strings()
                .all()
                .injectNull(0.2)
                .list()
                .ofSize(plan.targetColumns().size());
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs(), places, values)
                .as(DocumentRow::new);
    }
}
