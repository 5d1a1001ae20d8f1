package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.settings.Settings;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Verbs as Camel runs them. */
class StepTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void the_body_goes_in_and_what_becomes_of_it_comes_out() throws Exception {
        exchange.getMessage().setBody("a");

        Step.of("steps.double", String.class, text -> text + text).process(exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("aa");
    }

    @Test
    void a_verb_of_a_door_sees_the_exchange() throws Exception {
        exchange.getMessage().setBody("a");
        exchange.setVariable("request", "b");

        Step.with("doors.answer", String.class, (text, all) -> text + all.getVariable("request"))
                .process(exchange);

        assertThat(exchange.getMessage().getBody()).isEqualTo("ab");
    }

    @Test
    void what_a_verb_throws_is_the_exchanges() {
        exchange.getMessage().setBody("a");
        StackOverflowError failure = new StackOverflowError();

        boolean[] done = new boolean[1];
        Step.of("steps.map", String.class, text -> {
                    throw failure;
                })
                .process(exchange, sync -> done[0] = sync);

        assertThat(done[0]).isTrue();
        assertThat(exchange.getException()).hasRootCause(failure);
        assertThat(exchange.getMessage().getBody()).isEqualTo("a");
    }

    @Test
    void steps_in_the_wrong_order_are_told_without_what_the_body_says() {
        exchange.getMessage().setBody("erika@example.com");

        Step.of("steps.hash", Integer.class, number -> number).process(exchange, sync -> {});

        assertThat(exchange.getException()).hasMessage("steps.hash takes Integer, and the step before left String");
    }

    @Test
    void an_empty_body_is_told_too() {
        Step.of("steps.hash", Integer.class, number -> number).process(exchange, sync -> {});

        assertThat(exchange.getException()).hasMessage("steps.hash takes Integer, and the step before left nothing");
    }

    @Test
    void who_checks_routes_and_runs_none_knows_each_verb() {
        Map<String, Class<?>> known = Wiring.beans(Settings.unchecked(Map.of()));

        assertThat(Verbs.names()).contains("doors.receive", "steps.map").allSatisfy(name -> assertThat(known)
                .containsEntry(name, Step.class));
    }

    @Test
    void who_kept_a_copy_of_the_routes_from_before_finds_each_verb_as_a_beans_method() {
        Map<String, Class<?>> known = Wiring.beans(Settings.unchecked(Map.of()));

        assertThat(Verbs.names()).allSatisfy(name -> {
            String[] called = name.split("\\.", 2);
            assertThat(Objects.requireNonNull(known.get(called[0]), called[0]).getMethods())
                    .extracting(Method::getName)
                    .contains(called[1]);
        });
        assertThat(Steps.class.getMethods()).extracting(Method::getName).contains("candidates");
    }
}
