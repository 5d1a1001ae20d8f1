package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.TurningClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who stays signed in, and how often a key may be guessed. */
class SessionsTest {

    private final TurningClock clock = new TurningClock();
    private final Sessions sessions = new Sessions(clock);
    private final SignInLimit limit = new SignInLimit(clock);

    @Test
    void a_session_allows_what_its_key_did_and_no_other_token_opens_it() {
        String operator = sessions.open(Role.OPERATE);
        String viewer = sessions.open(Role.VIEW);

        assertThat(sessions.role(operator)).isEqualTo(Role.OPERATE);
        assertThat(sessions.role(viewer)).isEqualTo(Role.VIEW);
        assertThat(sessions.role("")).isNull();
        assertThat(sessions.role(operator.substring(1))).isNull();
        assertThat(sessions.role(operator + "A")).isNull();
    }

    @Test
    void a_session_ends_after_its_time_and_when_it_is_closed() {
        String timed = sessions.open(Role.VIEW);
        String closed = sessions.open(Role.VIEW);

        sessions.close(closed);
        assertThat(sessions.role(closed)).isNull();
        clock.turn(Sessions.LIFETIME.minusMillis(1));
        assertThat(sessions.role(timed)).isEqualTo(Role.VIEW);
        clock.turn(Duration.ofMillis(1));
        assertThat(sessions.role(timed)).isNull();
    }

    @Test
    void one_session_more_than_there_may_be_ends_the_oldest() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i <= Sessions.MOST; i++) {
            tokens.add(sessions.open(Role.VIEW));
        }

        assertThat(sessions.role(tokens.get(0))).isNull();
        assertThat(tokens.subList(1, tokens.size()))
                .allSatisfy(token -> assertThat(sessions.role(token)).isEqualTo(Role.VIEW));
        assertThat(new HashSet<>(tokens)).hasSameSizeAs(tokens);
    }

    @Test
    void what_is_said_against_forged_requests_belongs_to_one_session_and_is_not_its_token() {
        String token = sessions.open(Role.OPERATE);
        String csrf = Sessions.csrf(token);

        assertThat(csrf).isNotEqualTo(token).hasSize(64);
        assertThat(Sessions.isCsrf(token, csrf)).isTrue();
        assertThat(Sessions.isCsrf(token, null)).isFalse();
        assertThat(Sessions.isCsrf(token, "")).isFalse();
        assertThat(Sessions.isCsrf(token, token)).isFalse();
        assertThat(Sessions.isCsrf(sessions.open(Role.OPERATE), csrf)).isFalse();
        assertThat(sessions.role(csrf)).isNull();
    }

    @Test
    void wrong_keys_of_one_address_are_refused_after_a_few_and_those_of_others_are_not() {
        for (int i = 0; i < SignInLimit.AT_ONCE; i++) {
            assertThat(limit.take("192.0.2.1")).isTrue();
        }
        assertThat(limit.take("192.0.2.1")).isFalse();
        assertThat(limit.take("192.0.2.2")).isTrue();

        clock.turn(Duration.ofMillis(SignInLimit.MILLIS_EACH));
        assertThat(limit.take("192.0.2.1")).isTrue();
        assertThat(limit.take("192.0.2.1")).isFalse();
    }

    @Test
    void right_keys_do_not_count() {
        for (int i = 0; i < SignInLimit.AT_ONCE * 3; i++) {
            assertThat(limit.take("192.0.2.1")).isTrue();
            limit.giveBack("192.0.2.1");
        }
    }

    @Test
    void only_so_many_addresses_are_remembered() {
        for (int i = 0; i <= SignInLimit.AT_ONCE; i++) {
            limit.take("192.0.2.1");
        }
        for (int i = 0; i < SignInLimit.ADDRESSES; i++) {
            limit.take("2001:db8::" + i);
        }

        assertThat(limit.take("192.0.2.1")).isTrue();
    }
}
