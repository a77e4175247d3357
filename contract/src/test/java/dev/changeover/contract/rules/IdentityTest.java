package dev.changeover.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Who" of the rules. */
class IdentityTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n\u000b\f\r",
                "\u0085",
                "\u00a0",
                "\u1680",
                "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a",
                "\u2028\u2029\u202f\u205f\u3000"
            })
    void aUserWhoseEmailIsNullOrBlankIsNotEligible(String email) {
        assertThat(Identity.of(email)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\ufeff", "\u180e", "\u001c", "\u0000", " . "})
    void onlyUnicodesWhiteSpaceIsBlank(String email) {
        assertThat(Identity.of(email)).isPresent();
    }

    @Test
    void identityIsTheLowerCasedEmail() {
        assertThat(Identity.of("Zoë.ÅNGSTRÖM@Example.COM")).contains("zoë.ångström@example.com");
    }

    @Test
    void identityDoesNotDependOnTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(Identity.of("ITALO@EXAMPLE.COM")).contains("italo@example.com");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void identityIsComparedUntrimmed() {
        assertThat(Identity.of(" a@example.com ")).contains(" a@example.com ");
    }

    @Test
    void underscorePercentAndBackslashArePlainCharacters() {
        assertThat(Identity.of("and_0%\\@example.com")).contains("and_0%\\@example.com");
        assertThat(Identity.of("and_0@example.com")).isNotEqualTo(Identity.of("andX0@example.com"));
    }
}
