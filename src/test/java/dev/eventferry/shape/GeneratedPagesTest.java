package dev.eventferry.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Problem.Severity;
import dev.eventferry.rules.Catalogue;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.Codes;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

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
        check("docs/rules.md", rules(Severity.ERROR) + rules(Severity.WARNING) + lenient() + requests());
    }

    @Test
    void the_page_of_delivery_says_what_the_table_of_codes_says() throws IOException {
        check("docs/delivery.md", codes());
    }

    @Test
    void the_tests_that_hold_each_rule_are_tests_and_name_it() throws Exception {
        Properties held = heldBy();
        assertThat(held.stringPropertyNames())
                .isEqualTo(Catalogue.events().stream()
                        .map(entry -> entry.codes().get(0))
                        .collect(Collectors.toSet()));
        for (Catalogue.Entry entry : Catalogue.events()) {
            StringBuilder sources = new StringBuilder();
            for (String test : tests(held, entry)) {
                String[] parts = test.split("\\.", 2);
                Path file = testClass(parts[0]);
                sources.append(Files.readString(file));
                assertThat(testMethods(file))
                        .as("%s, which is to hold %s", test, entry.codes())
                        .contains(parts[1]);
            }
            boolean goesThroughAll = sources.indexOf("return Codes.all();") >= 0;
            assertThat(entry.codes())
                    .as("codes that %s speak of", tests(held, entry))
                    .anyMatch(code -> goesThroughAll || sources.indexOf(code) >= 0);
        }
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

    private static String codes() {
        StringBuilder page =
                new StringBuilder("\n| code | TikTok means | what follows | who must act |\n|---|---|---|---|\n");
        for (Code code : Codes.all()) {
            row(page, "`" + code.number() + "`", code.meaning(), follows(code), who(code));
        }
        return page.append('\n').toString();
    }

    private static String follows(Code code) {
        String wait =
                switch (code.pause()) {
                    case NEXT_SECOND -> "until the next second, or as long as the message says";
                    case FIVE_MINUTES -> "five minutes";
                    case MIDNIGHT_UTC -> "until midnight UTC";
                    case BACKOFF -> "";
                };
        return switch (code.action()) {
            case DELIVERED -> "delivered";
            case PARTLY -> "those that are named are dead, the rest is delivered";
            case REPAIR -> "the event to blame is dead, the rest is sent again";
            case RETRY -> wait.isEmpty() ? "tried again" : "tried again after " + wait;
            case RETRY_A_FEW_TIMES -> "tried again five times, then the event to blame is dead";
            case THROTTLED -> "the destination pauses " + wait;
            case PARK -> "the destination is parked, its events wait";
        };
    }

    private static String who(Code code) {
        return switch (code.who()) {
            case NOBODY -> "";
            case SENDER -> "the sender or its mapping";
            case OPERATOR -> "you: the setting or token";
            case ACCOUNT -> "whoever administers the account at TikTok";
        };
    }

    private static String rules(Severity severity) {
        StringBuilder page = new StringBuilder(
                severity == Severity.ERROR
                        ? "\n## Errors: the event is refused\n"
                        : "\n## Warnings: the event is sent\n");
        page.append("\n| code | what is wrong | what to do | whose rule | held by |\n|---|---|---|---|---|\n");
        Properties held = heldBy();
        for (Catalogue.Entry entry : Catalogue.events()) {
            if (entry.severity() == severity) {
                String tests = tests(held, entry).stream()
                        .map(test -> "`" + test + "`")
                        .collect(Collectors.joining("<br>"));
                row(page, codes(entry, true), entry.says(), entry.fix(), entry.source(), tests);
            }
        }
        return page.toString();
    }

    private static String lenient() {
        StringBuilder page = new StringBuilder("""

                ## Lenient sources

                Events of the sources that `ferry.rules.lenient` names fare otherwise under these rules; the sender is always warned.

                | code | instead |
                |---|---|
                """);
        for (Catalogue.Entry entry : Catalogue.events()) {
            if (!entry.lenient().isEmpty()) {
                row(page, codes(entry, false), entry.lenient());
            }
        }
        return page.toString();
    }

    private static String requests() {
        StringBuilder page = new StringBuilder("""

                ## Refused requests: nothing of them is taken

                | code | what is wrong | what to do |
                |---|---|---|
                """);
        for (Catalogue.Entry entry : Catalogue.requests()) {
            boolean elsewhere = Catalogue.of(entry.codes().get(0)) != null;
            row(page, codes(entry, !elsewhere), entry.says(), entry.fix());
        }
        return page.append('\n').toString();
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** @param anchored whether links of answers lead here */
    private static String codes(Catalogue.Entry entry, boolean anchored) {
        return entry.codes().stream()
                .map(code -> (anchored ? "<a id=\"" + code + "\"></a>" : "") + "`" + code + "`")
                .collect(Collectors.joining(" "));
    }

    private static List<String> tests(Properties held, Catalogue.Entry entry) {
        return List.of(held.getProperty(entry.codes().get(0), "").split(" ", -1));
    }

    private static Properties heldBy() {
        Properties held = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/test/resources/rules-tests.properties"))) {
            held.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return held;
    }

    /** The names of a class's tests, those of its nested classes among them. */
    private static Set<String> testMethods(Path file) throws ClassNotFoundException {
        String name = Path.of("src/test/java").relativize(file).toString();
        Class<?> outer = Class.forName(
                name.substring(0, name.length() - ".java".length()).replace('/', '.'));
        return Stream.concat(Stream.of(outer), Arrays.stream(outer.getDeclaredClasses()))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    private static Path testClass(String simpleName) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(simpleName + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test class " + simpleName));
        }
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
