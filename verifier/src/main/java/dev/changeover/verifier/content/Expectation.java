package dev.changeover.verifier.content;

import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.SourceUser;
import dev.changeover.contract.rules.UserRewriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the target must have of a V1 user. */
@FunctionalInterface
interface Expectation {
    UserDocument.Present of(SourceUser user);

    /** Every value, by the rules. */
    static Expectation byTheRules(UserRewriter rewriter, DrillTitles titles) {
        return user -> rewriter.rewrite(user, titles);
    }

    /** The rows alone, without values. */
    static Expectation rowsOnly() {
        return user -> {
            Map<String, List<DocumentRow>> rows = new LinkedHashMap<>();
            for (TablePlan plan : MigrationPlan.tables()) {
                List<DocumentRow> ofTable = new ArrayList<>();
                for (SourceUser.Versioned each : user.rowsOf(plan.name())) {
                    Long parent = each.row().parentId();
                    ofTable.add(new DocumentRow(
                            each.row().id(), parent == null ? each.row().id() : parent, each.version(), List.of()));
                }
                rows.put(plan.name(), ofTable);
            }
            return new UserDocument.Present(user.id(), "", rows, List.of(), 0);
        };
    }
}
