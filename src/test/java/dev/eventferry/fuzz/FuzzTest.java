package dev.eventferry.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Feeds what nobody would write to what takes anything. {@code -Dferry.fuzz.executions=5000000} looks longer,
 * {@code -Dferry.fuzz.seed=0} elsewhere each time. A finding leaves its input in {@code target/fuzz}; it becomes a plain
 * test beside the code that it broke.
 */
class FuzzTest {

    private static final long EXECUTIONS = Long.getLong("ferry.fuzz.executions", 200_000);
    private static final long SEED = Long.getLong("ferry.fuzz.seed", 1);
    private static final long EXECUTIONS_A_MINUTE = 20_000; // so few would mean that something is very slow

    @Test
    void no_body_gets_through_the_json_door_in_plain_or_brings_it_down() throws Exception {
        withstands(JsonDoorFuzz.class, JsonDoorFuzz.seeds());
    }

    @Test
    void no_text_as_a_match_key_breaks_the_laws_of_match_keys() throws Exception {
        withstands(MatchKeysFuzz.class, MatchKeysFuzz.seeds());
    }

    @Test
    void no_answer_is_taken_for_delivered_that_does_not_say_so() throws Exception {
        withstands(AnswerFuzz.class, AnswerFuzz.seeds());
    }

    private static void withstands(Class<?> target, List<byte[]> seeds) throws IOException, InterruptedException {
        Fuzzer fuzzer = Fuzzer.start(target, seeds, EXECUTIONS, SEED);
        try {
            fuzzer.await(2 + EXECUTIONS / EXECUTIONS_A_MINUTE);
            if (fuzzer.lacksItsLibrary()) {
                String why = "Jazzer has no library for this machine, so nothing was fuzzed: " + fuzzer.said();
                System.out.println(why);
                abort(why);
            }
            assertThat(fuzzer.exitCode()).as(fuzzer.said()).isZero();
            assertThat(fuzzer.executions()).as("executions").isGreaterThanOrEqualTo(EXECUTIONS);
        } finally {
            fuzzer.stop();
        }
    }
}
