package dev.changeover.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import org.junit.jupiter.api.Test;

final class PublishedCatalogueTest {
    @Test
    void aBrokerWhoseNameLeadsNowhereIsAProblemThatLeavesTheVerdictOpen() {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> PublishedCatalogue.open("no-such-broker.invalid:9092", "catalogue"));

        assertThat(problem.problem().kind()).isEqualTo(Problem.Kind.INCONCLUSIVE);
    }
}
