package dev.eventferry.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Problem.Severity;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

    @ParameterizedTest
    @MethodSource("codesOfTheRules")
    void it_has_each_code_of_the_rules(String code) {
        assertThat(Catalogue.of(code)).isNotNull();
    }

    static Stream<String> codesOfTheRules() {
        return Arrays.stream(Codes.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void it_has_each_code_of_the_match_keys_as_a_warning() {
        List<String> codes = new ArrayList<>(dev.eventferry.identity.Codes.all());
        codes.addAll(dev.eventferry.enrich.Codes.all());
        for (String code : codes) {
            assertThat(Catalogue.of(code)).as(code).isNotNull();
            assertThat(Catalogue.entries())
                    .filteredOn(entry -> entry.code().equals(code))
                    .allMatch(entry -> entry.severity() == Severity.WARNING);
        }
    }

    @Test
    void each_entry_is_a_sentence_a_fix_and_a_source() {
        assertThat(Catalogue.entries()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.code()).matches("[a-z][a-z0-9_]+");
            assertThat(entry.says()).endsWith(".");
            assertThat(entry.fix()).endsWith(".");
            assertThat(entry.source()).isNotBlank();
        });
    }

    @Test
    void an_unknown_code_means_nothing() {
        assertThat(Catalogue.of("no_such_code")).isNull();
    }
}
