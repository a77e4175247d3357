package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.rules.IdentityHash;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ArgumentsTest {
    private static final String ANNA = "#" + IdentityHash.of("anna");

    @Test
    void anEmailIsKeptAsTheHashOfItsIdentityAndDigitsAsTheIdThatTheyAre() {
        assertThat(arguments("ANNA", "17", "--user", "anna").text()).isEqualTo(ANNA + " 17 --user " + ANNA);
    }

    @Test
    void anythingThatLooksLikeAnEmailIsHiddenWhereverItStands() {
        assertThat(arguments("--log", "anna@x.org").text()).doesNotContain("anna");
    }

    @Test
    void whatLooksLikeAUrlIsCut() {
        assertThat(arguments("--log", "postgresql://anna:secret/x").text()).isEqualTo("--log postgresql://…");
    }

    @Test
    void optionsStayAsTheyWereTyped() {
        assertThat(arguments("--yes", "--log", "here").text()).isEqualTo("--yes --log here");
        assertThat(arguments().text()).isEmpty();
    }

    @Test
    void aMessageLosesTheEmailsThatWereTyped() {
        assertThat(arguments("Anna").withoutEmails("nobody is called Anna")).isEqualTo("nobody is called " + ANNA);
    }

    private static Arguments arguments(String... typed) {
        return Arguments.of(new CommandLine(new Example()).parseArgs(typed));
    }

    @Command(name = "example")
    @SuppressWarnings("UnusedVariable") // picocli sets them
    private static final class Example {
        @Parameters(paramLabel = "EMAIL|V1-ID", arity = "0..*")
        private List<String> people = List.of();

        @Option(names = "--user", paramLabel = "EMAIL")
        private List<String> users = List.of();

        @Option(names = "--log")
        private @Nullable String log;

        @Option(names = "--yes")
        private boolean yes;
    }
}
