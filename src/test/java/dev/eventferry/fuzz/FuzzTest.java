package dev.eventferry.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Feeds what nobody would write to what takes anything. {@code -Dferry.fuzz.executions=5000000} looks longer,
 * {@code -Dferry.fuzz.seed=0} elsewhere each time. A finding leaves its input in {@code target/fuzz}; it becomes a plain
 * test beside the code that it broke.
 */
class FuzzTest {

    private static final long EXECUTIONS = Long.getLong("ferry.fuzz.executions", 200_000);
    private static final long SEED = Long.getLong("ferry.fuzz.seed", 1);

    /** Far below any machine's: waiting longer is of no use. */
    private static final long EXECUTIONS_A_MINUTE = 10_000;

    private static final Map<Class<?>, Fuzzer> FUZZERS = new HashMap<>();

    /** All at once, for each keeps one core busy. */
    @BeforeAll
    static void start() throws IOException {
        start(JsonDoorFuzz.class, JsonDoorFuzz.seeds());
        start(MatchKeysFuzz.class, MatchKeysFuzz.seeds());
        start(AnswerFuzz.class, AnswerFuzz.seeds());
    }

    @AfterAll
    static void stop() {
        FUZZERS.values().forEach(Fuzzer::stop);
    }

    @Test
    void no_body_gets_through_the_json_door_in_plain_or_brings_it_down() throws Exception {
        withstands(JsonDoorFuzz.class);
    }

    @Test
    void no_text_as_a_match_key_breaks_the_laws_of_match_keys() throws Exception {
        withstands(MatchKeysFuzz.class);
    }

    @Test
    void no_answer_is_taken_for_delivered_that_does_not_say_so() throws Exception {
        withstands(AnswerFuzz.class);
    }

    private static void start(Class<?> target, List<byte[]> seeds) throws IOException {
        FUZZERS.put(target, Fuzzer.start(target, seeds, EXECUTIONS, SEED));
    }

    private static void withstands(Class<?> target) throws InterruptedException {
        Fuzzer fuzzer = FUZZERS.get(target);
        fuzzer.await(5 + EXECUTIONS / EXECUTIONS_A_MINUTE);
        if (fuzzer.cannotRunHere()) {
            String why = "Jazzer does not run on this machine, so nothing was fuzzed: " + fuzzer.said();
            System.out.println(why);
            abort(why);
        }
        assertThat(fuzzer.exitCode()).as(fuzzer.said()).isZero();
        assertThat(fuzzer.executions()).as("executions").isGreaterThanOrEqualTo(EXECUTIONS);
    }
}
