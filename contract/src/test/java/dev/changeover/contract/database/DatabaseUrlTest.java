package dev.changeover.contract.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:sesame@db.example:6432/app",
                "postgres://ada:sesame@db.example:6432/app",
                "jdbc:postgresql://ada:sesame@db.example:6432/app",
                "jdbc:postgresql://db.example:6432/app?user=ada&password=sesame",
                "postgresql:///app?host=db.example&port=6432&user=ada&password=sesame",
                " postgresql://ada:sesame@db.example:6432/app\n"
            })
    void everySpellingNamesTheSameDatabase(String url) {
        assertThat(DatabaseUrl.parse(url))
                .isEqualTo(new DatabaseAddress("db.example", 6432, "app", "ada", new Secret("sesame"), Map.of()));
    }

    @Test
    void aMissingPortIsPostgresOwn() {
        assertThat(DatabaseUrl.parse("postgresql://ada:sesame@db/app").port()).isEqualTo(5432);
        assertThat(DatabaseUrl.parse("postgresql://ada:sesame@db:/app").port()).isEqualTo(5432);
    }

    @Test
    void aMissingPasswordIsEmpty() {
        assertThat(DatabaseUrl.parse("postgresql://ada@db/app").password().reveal())
                .isEmpty();
    }

    @Test
    void aMissingHostIsThisMachineAndAMissingDatabaseIsNamedLikeTheUser() {
        DatabaseAddress address = DatabaseUrl.parse("postgresql://ada:sesame@");

        assertThat(address.host()).isEqualTo("localhost");
        assertThat(address.database()).isEqualTo("ada");
    }

    @Test
    void namesAndValuesArePercentEncodedAndAPlusIsAPlus() {
        DatabaseAddress address =
                DatabaseUrl.parse("postgresql://ad%61:%40%3A%2F+%C3%A9%25@db/my%20app?application_name=a%26b");

        assertThat(address.user()).isEqualTo("ada");
        assertThat(address.password().reveal()).isEqualTo("@:/+é%");
        assertThat(address.database()).isEqualTo("my app");
        assertThat(address.options()).containsExactly(Map.entry("ApplicationName", "a&b"));
    }

    @Test
    void anIpv6HostStandsInBrackets() {
        DatabaseAddress address = DatabaseUrl.parse("postgresql://ada@[2001:db8::1]:6432/app");

        assertThat(address.host()).isEqualTo("2001:db8::1");
        assertThat(address.port()).isEqualTo(6432);
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://[2001:db8::1]:6432/app");
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=verify-full,          sslmode,          verify-full",
        "ssl=true,                     sslmode,          require",
        "sslrootcert=/etc/ca.pem,      sslrootcert,      /etc/ca.pem",
        "sslrootcert=system,           sslmode,          verify-full",
        "connect_timeout=10,           connectTimeout,   10",
        "channel_binding=require,      channelBinding,   require",
        "target_session_attrs=read-write, targetServerType, primary",
        "keepalives=1,                 tcpKeepAlive,     true",
        "options=-c%20work_mem=64MB,   options,          -c work_mem=64MB",
        "prepareThreshold=0,           prepareThreshold, 0"
    })
    void anOptionOfLibpqBecomesTheDriversOwn(String option, String name, String value) {
        assertThat(DatabaseUrl.parse("postgresql://ada@db/app?" + option).options())
                .containsEntry(name, value);
    }

    @Test
    void theDriversOwnOptionsBehindJdbcStayAsTheyAre() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://db/app?user=ada&ssl=true&connectTimeout=3")
                        .options())
                .isEqualTo(Map.of("ssl", "true", "connectTimeout", "3"));
    }

    @Test
    void tuningThatTheDriverDecidesItselfIsLeftOut() {
        assertThat(DatabaseUrl.parse("postgresql://ada@db/app?client_encoding=UTF8&keepalives_idle=60")
                        .options())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sesame",
                "mysql://ada:sesame@db/app",
                "postgresql://db/app?password=sesame",
                "postgresql://ada:sesame@db:sesame/app",
                "postgresql://ada:sesame@db:0/app",
                "postgresql://ada:sesame@db:65536/app",
                "postgresql://ada:p@sesame@db/app",
                "postgresql://ada:1/sesame@db/app",
                "postgresql://ada:1?sesame@db/app",
                "postgresql://ada:sesame/1@db/app",
                "postgresql://ada:sesame%@db/app",
                "postgresql://ada:sesame%4@db/app",
                "postgresql://ada:sesame%zz@db/app",
                "postgresql://ada:sesame%00@db/app",
                "postgresql://ada:sesame%ff@db/app",
                "postgresql://ada:sesame@[::1/app",
                "postgresql://ada:sesame@[::1]sesame/app",
                "postgresql://ada:sesame@one,two/app",
                "postgresql://ada:sesame@%2Fvar%2Frun/app",
                "postgresql://ada:sesame@db/app?sesame",
                "postgresql://ada:sesame@db/app?sslmode=sesame",
                "postgresql://ada:sesame@db/app?target_session_attrs=sesame",
                "postgresql://ada:sesame@db/app?sslcrl=sesame"
            })
    void anErrorNeverShowsThePasswordOrTheUrl(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("The database URL")
                .hasMessageNotContaining("sesame")
                .hasMessageNotContaining("ada");
    }

    @Test
    void anAddressNeverPrintsItsPassword() {
        assertThat(DatabaseUrl.parse("postgresql://ada:sesame@db/app?sslpassword=sesame"))
                .hasToString("ada@db:5432/app");
    }
}
