package dev.eventferry.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Problem.Severity;
import dev.eventferry.rules.Catalogue;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Parts of pages that are written from what they describe, between two comments. {@code -Dferry.docs.write=true} writes
 * them anew.
 */
class GeneratedPagesTest {

    private static final String BEGIN = "<!-- written by GeneratedPagesTest: begin -->\n";
    private static final String END = "<!-- end -->\n";
    private static final String WRITE = "./mvnw -q test -Dtest=GeneratedPagesTest -Dferry.docs.write=true";

    @Test
    void the_page_of_settings_says_what_application_properties_says() throws IOException {
        check("docs/configuration.md", settings());
    }

    @Test
    void the_page_of_rules_says_what_the_catalogue_says() throws IOException {
        check("docs/rules.md", rules(Severity.ERROR) + rules(Severity.WARNING));
    }

    @Test
    void every_setting_that_there_is_stands_in_application_properties_with_a_comment() {
        Map<String, SettingsFile.Setting> described = SettingsFile.read().settings();

        assertThat(described.keySet())
                .containsAll(Settings.unchecked(Map.of()).placeholders().keySet());
        for (SettingsFile.Section section : SettingsFile.read().sections()) {
            for (SettingsFile.Group group : section.groups()) {
                assertThat(group.comment())
                        .as("the comment above %s", group.settings().get(0).key())
                        .isNotBlank();
            }
        }
    }

    @Test
    void application_properties_shows_the_defaults() {
        Settings defaults = Settings.unchecked(Map.of());
        Map<String, SettingsFile.Setting> ours =
                new LinkedHashMap<>(SettingsFile.read().settings());
        ours.keySet().removeIf(key -> !key.startsWith("ferry.") || key.startsWith("ferry.datasource."));

        ours.forEach((key, setting) -> assertThat(setting.value()).as("%s", key).isEqualTo(defaults.text(key)));
    }

    @Test
    void every_setting_in_application_properties_is_one() {
        Map<String, String> given = SettingsFile.read().settings().values().stream()
                .collect(Collectors.toMap(SettingsFile.Setting::key, SettingsFile.Setting::value));
        try {
            Settings.of(given);
        } catch (SettingsException e) {
            assertThat(e.getMessage()).doesNotContain("is not a setting");
        }
    }

    private static String settings() {
        StringBuilder page = new StringBuilder();
        for (SettingsFile.Section section : SettingsFile.read().sections()) {
            page.append("\n## ")
                    .append(capitalised(section.title()))
                    .append("\n\n| setting | default | |\n|---|---|---|\n");
            for (SettingsFile.Group group : section.groups()) {
                page.append("| ")
                        .append(cells(group, SettingsFile.Setting::key))
                        .append(" | ")
                        .append(cells(group, SettingsFile.Setting::value))
                        .append(" | ")
                        .append(group.comment().replace("|", "\\|").replace("*", "\\*"))
                        .append(" |\n");
            }
        }
        return page.append('\n').toString();
    }

    private static String cells(SettingsFile.Group group, Function<SettingsFile.Setting, String> what) {
        return group.settings().stream()
                .map(what)
                .map(value -> value.isEmpty() ? "" : "`" + value + "`")
                .collect(Collectors.joining("<br>"));
    }

    private static String rules(Severity severity) {
        StringBuilder page = new StringBuilder(
                severity == Severity.ERROR
                        ? "\n## Errors: the event is refused\n"
                        : "\n## Warnings: the event is sent\n");
        page.append("\n| code | what is wrong | what to do | source |\n|---|---|---|---|\n");
        Map<String, String> rows = new LinkedHashMap<>();
        for (Catalogue.Entry entry : Catalogue.entries()) {
            if (entry.severity() == severity) {
                // the match keys share many sentences: one row for all of them
                String row = entry.says() + " | " + entry.fix() + " | " + entry.source();
                rows.merge(row, "`" + entry.code() + "`", (before, code) -> before + " " + code);
            }
        }
        rows.forEach((row, codes) ->
                page.append("| ").append(codes).append(" | ").append(row).append(" |\n"));
        return page.append(severity == Severity.WARNING ? "\n" : "").toString();
    }

    private static String capitalised(String title) {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    private static void check(String file, String generated) throws IOException {
        String page = Files.readString(Path.of(file));
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END, begin);
        assertThat(page).contains(BEGIN, END);
        String whole = page.substring(0, begin) + generated + page.substring(end);
        if (Objects.equals(System.getProperty("ferry.docs.write"), "true")) {
            Files.writeString(Path.of(file), whole);
        }
        assertThat(Files.readString(Path.of(file)))
                .as("write it anew: " + WRITE)
                .isEqualTo(whole);
    }
}
