package dev.changeover.contract.rules;

import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.ColumnRule;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rewriting of one user, table by table in plan order, by the rules of the plan's columns. Used once. */
final class Rewriting {
    private final SourceUser user;
    private final Counterparts counterparts;
    private final ProgressMetrics metrics = new ProgressMetrics();
    private final Map<String, List<DocumentRow>> written = new HashMap<>();
    private final List<HeldBackRow> heldBack = new ArrayList<>();
    private int entriesWithoutCounterpart;

    Rewriting(SourceUser user, Counterparts counterparts) {
        this.user = user;
        this.counterparts = counterparts;
    }

    UserDocument.Present document(String catalogueVersion) {
        for (TablePlan table : MigrationPlan.tables()) { // the sessions come before the progress that counts them
            rewrite(table);
        }
        return new UserDocument.Present(user.id(), catalogueVersion, written, heldBack, entriesWithoutCounterpart);
    }

    private void rewrite(TablePlan table) {
        Set<Long> parents = table.parent().map(this::writtenIds).orElse(Set.of());
        List<DocumentRow> rows = new ArrayList<>();
        for (SourceUser.Versioned each : inIdOrder(user.rowsOf(table.name()))) {
            SourceRow row = each.row();
            Long parentId = table.isRoot() ? Long.valueOf(row.id()) : row.parentId();
            if (parentId == null || !(table.isRoot() || parents.contains(parentId))) {
                continue;
            }
            Optional<QuarantineReason> reason = reasonToHoldBack(table, each);
            if (reason.isPresent()) {
                heldBack.add(new HeldBackRow(table.name(), row.id(), reason.get()));
            } else {
                rows.add(new DocumentRow(row.id(), parentId, each.version(), values(table, row)));
            }
        }
        written.put(table.name(), rows);
    }

    private Set<Long> writtenIds(ParentLink link) {
        return written.getOrDefault(link.table(), List.of()).stream()
                .map(DocumentRow::id)
                .collect(Collectors.toSet());
    }

    private static List<SourceUser.Versioned> inIdOrder(List<SourceUser.Versioned> rows) {
        return rows.stream()
                .sorted(Comparator.comparingLong(each -> each.row().id()))
                .toList();
    }

    private Optional<QuarantineReason> reasonToHoldBack(TablePlan table, SourceUser.Versioned each) {
        for (TargetColumn column : table.targetColumns()) {
            if (column.rule() instanceof ColumnRule.DrillUuid drill) {
                String drillId = value(table, each.row(), drill.source());
                if (counterparts.mayFollow(drillId, each.version().newest())) {
                    return Optional.of(QuarantineReason.WAITING_FOR_DRILL);
                }
                if (drill.required() && counterparts.ofId(drillId).isEmpty()) {
                    return Optional.of(QuarantineReason.NO_COUNTERPART);
                }
            }
        }
        return Optional.empty();
    }

    private List<@Nullable String> values(TablePlan table, SourceRow row) {
        List<@Nullable String> values = new ArrayList<>(table.targetColumns().size());
        for (TargetColumn column : table.targetColumns()) {
            values.add(value(table, row, column));
        }
        return values;
    }

    private @Nullable String value(TablePlan table, SourceRow row, TargetColumn column) {
        ColumnRule rule = column.rule();
        if (rule instanceof ColumnRule.Copied copied) {
            return value(table, row, copied.source());
        } else if (rule instanceof ColumnRule.CopiedOr copied) {
            String value = value(table, row, copied.source());
            return value == null ? copied.fallback() : value;
        } else if (rule instanceof ColumnRule.Constant constant) {
            return constant.value();
        } else if (rule instanceof ColumnRule.DrillUuid drill) {
            return counterparts.ofId(value(table, row, drill.source())).orElse(null);
        } else if (rule instanceof ColumnRule.RewrittenDrills drills) {
            return rewrittenDrills(value(table, row, drills.source()));
        } else if (rule instanceof ColumnRule.Metric) {
            return metrics.valueOf(column.name());
        }
        throw new AssertionError(rule);
    }

    private static @Nullable String value(TablePlan table, SourceRow row, String source) {
        return row.values().get(table.sourceIndex(source));
    }

    private @Nullable String rewrittenDrills(@Nullable String json) {
        SessionDrills drills = SessionDrills.of(json, counterparts);
        metrics.addSession(drills.entries());
        entriesWithoutCounterpart += drills.withoutCounterpart();
        return drills.json();
    }
}
