package dev.changeover.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasuresTest {
    @Test
    void eachHasANameThatCanBeChosenAndSaysWhatItDoes() {
        var measures = Measures.all();

        assertThat(measures)
                .extracting(Measure::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9-]+"));
        assertThat(measures).allSatisfy(each -> assertThat(each.description()).isNotBlank());
    }

    @Test
    void onlyThoseAtTenTimesTheDataNeedThat() {
        var measures = Measures.all();

        assertThat(measures)
                .filteredOn(each -> each.scale() == 10)
                .extracting(Measure::name)
                .containsExactlyInAnyOrder("migrate-10", "growth", "memory");
    }
}
