package dev.changeover.contract.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets {@link MigrationPlan} read like the table in the rules: one line a kind of column. Used once, while it loads. */
final class TablePlanBuilder {
    private final int number;
    private final String name;
    private final @Nullable ParentLink parent;
    private final List<SourceColumn> source = new ArrayList<>();
    private final List<TargetColumn> target = new ArrayList<>();

    TablePlanBuilder(int number, String name, @Nullable ParentLink parent) {
        this.number = number;
        this.name = name;
        this.parent = parent;
    }

    TablePlanBuilder copied(ColumnType type, String... columns) {
        for (String column : columns) {
            computed(type, column, type, column, new ColumnRule.Copied(column));
        }
        return this;
    }

    TablePlanBuilder copiedOr(ColumnType type, String column, String fallback) {
        return computed(type, column, type, column, new ColumnRule.CopiedOr(column, fallback));
    }

    TablePlanBuilder computed(
            ColumnType sourceType, String sourceColumn, ColumnType targetType, String targetColumn, ColumnRule rule) {
        source.add(new SourceColumn(sourceColumn, sourceType));
        target.add(new TargetColumn(targetColumn, targetType, rule));
        return this;
    }

    TablePlanBuilder constant(ColumnType type, String column, @Nullable String value) {
        target.add(new TargetColumn(column, type, new ColumnRule.Constant(value)));
        return this;
    }

    TablePlanBuilder metric(ColumnType type, String... columns) {
        for (String column : columns) {
            target.add(new TargetColumn(column, type, new ColumnRule.Metric()));
        }
        return this;
    }

    TablePlan build() {
        return new TablePlan(number, name, Optional.ofNullable(parent), source, target);
    }
}
