package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jboss.byteman.check.RuleCheck;
import org.junit.jupiter.api.Test;

/** The rules name classes and methods of other modules by text; here they are held against the real ones. */
class CrashPointRulesTest {

    @Test
    void everyCrashPointNamesAClassAMethodAndACallThatExist() throws URISyntaxException {
        RuleCheck check = new RuleCheck();
        check.setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        assertThat(check.addRuleFile(rules().toString())).isTrue();

        check.checkRules();

        assertThat(check.getResult().getErrorMessages()).isEmpty();
        assertThat(check.getResult().getTypeErrorMessages()).isEmpty();
        assertThat(check.getResult().getParseErrorMessages()).isEmpty();
        assertThat(check.getResult().getWarningMessages()).isEmpty();
    }

    private static Path rules() throws URISyntaxException {
        Path here = Path.of(CrashPointRulesTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return here.resolve("../../../torture/src/main/resources/dev/changeover/torture/world/crash-points.btm")
                .normalize();
    }
}
