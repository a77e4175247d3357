package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.torture.TortureConfig;
import dev.changeover.torture.fault.Fault;
import dev.changeover.torture.fault.Faults;
import org.junit.jupiter.api.Test;

class FaultListTest {

    @Test
    void aFaultMayNameItsOwnRounds() {
        assertThat(FaultList.read("kill=7, kill", 3))
                .extracting(TortureConfig.Series::rounds)
                .containsExactly(7, 3);
    }

    @Test
    void anUnknownNameIsRefusedWithTheFamiliesThereAreInALineThatCanBeRead() {
        assertThatThrownBy(() -> FaultList.read("kil", 1))
                .hasMessageContaining("'kil'")
                .hasMessageContaining("kill")
                .hasMessageContaining("--faults help")
                .message()
                .hasSizeLessThan(250);
    }

    @Test
    void roundsBelowOneAreRefused() {
        assertThatThrownBy(() -> FaultList.read("kill=0", 1)).hasMessageContaining("kill=0");
    }

    @Test
    void aFamilyMeansAllItsMembers() {
        assertThat(FaultList.read("network", 1)).hasSize(5);
        assertThat(FaultList.read("crash-point", 1)).hasSize(16);
        assertThat(FaultList.read("schema-change", 1)).hasSize(6);
        assertThat(FaultList.read("memory", 1)).hasSize(2);
        assertThat(FaultList.read("crash-point:baseline", 1)).hasSize(2);
    }

    @Test
    void theFamilyNeedNotBeSaidWhereTheRestIsAName() {
        assertThat(FaultList.read("streams-commit", 1)).hasSize(2);
        assertThat(FaultList.read("baseline:after,half-open", 1))
                .extracting(series -> series.fault().name())
                .containsExactly("crash-point:baseline:after", "network:half-open");
        assertThat(FaultList.read("broker", 1))
                .extracting(series -> series.fault().name())
                .containsExactly("broker");
    }

    @Test
    void namesThatScriptsMayUseStay() {
        assertThat(Faults.all())
                .extracting(Fault::name)
                .contains(
                        "poison",
                        "schema-change:add",
                        "schema-change:drop",
                        "schema-change:rename",
                        "schema-change:retype",
                        "wal-cap",
                        "memory:200000-rows",
                        "clock");
    }

    @Test
    void allMeansEveryFaultThatCanStrikeHereAndEachIsExplained() {
        long possible = FaultList.help().stream()
                .filter(line -> !line.contains("not here"))
                .count();

        assertThat(FaultList.read("all", 1)).hasSize((int) possible);
    }
}
