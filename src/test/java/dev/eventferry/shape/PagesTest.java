package dev.eventferry.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.eventferry.cli.Ferry;
import dev.eventferry.mapping.Mapping;
import dev.eventferry.mapping.MappingCases;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the pages show is true: their links lead somewhere, and their YAML, commands and settings exist. */
class PagesTest {

    private static final Pattern COMMAND = Pattern.compile("(?m)^ *(?:\\$ )?\\./ferry(?: ([^#\\n|>&]*))?");
    private static final Pattern INLINE_COMMAND = Pattern.compile("`\\./ferry ([^`]*)`");
    private static final Pattern SETTING = Pattern.compile("(?<![\\w./])ferry\\.[a-z-]+(?:\\.[a-zA-Z-]+)+(?![\\w(])");
    private static final Pattern MENTION = Pattern.compile("docs/[a-z0-9/-]+(?:\\.md)?");

    static List<Page> pages() {
        return Page.all();
    }

    static List<Page.Block> namedBlocks() {
        return Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("yaml"))
                .filter(block ->
                        block.names().startsWith("routes/") || block.names().startsWith("mappings/"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_somewhere(Page page) {
        for (String link : page.links()) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.file()
                    : Path.of("").resolve(page.file()).resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s links to %s", page, link).exists();
            if (parts.length == 2) {
                assertThat(Page.read(target).anchors())
                        .as("%s links to %s", page, link)
                        .contains(parts[1]);
            }
        }
    }

    @Test
    void every_page_that_code_and_settings_mention_exists() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("application.properties"), Path.of("pom.xml")));
        for (String folder : List.of("src/main", "routes", "mappings", "k8s")) {
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                found.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        List<String> pages = Page.all().stream().map(Page::toString).toList();
        for (Path file : files) {
            MENTION.matcher(Files.readString(file)).results().forEach(found -> assertThat(pages)
                    .as("%s mentions %s", file, found.group())
                    .anyMatch(page -> page.startsWith(found.group())));
        }
    }

    @ParameterizedTest
    @MethodSource("namedBlocks")
    void yaml_that_names_a_file_is_that_file_or_could_be_one(Page.Block block) throws Exception {
        Path file = Path.of(block.names());
        if (Files.exists(file)) {
            assertThat(Files.readString(file)).as("%s", block).contains(block.content());
        } else if (block.names().startsWith("routes/")) {
            assertThat(new RouteLint(asCamelSeesThem())
                            .shipped()
                            .add(block.names(), block.text())
                            .complaints())
                    .isEmpty();
        } else if (block.names().endsWith(".test.yaml")) {
            String mapping = block.names().replace(".test.yaml", ".yaml");
            assertThat(MappingCases.read(block.names(), block.text())
                            .failures(Mapping.compile(mapping, blockNaming(block.page(), mapping))))
                    .isEmpty();
        } else {
            assertThatCode(() -> Mapping.compile(block.names(), block.text()))
                    .as("%s", block)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void there_are_such_blocks() {
        assertThat(namedBlocks()).extracting(Page.Block::names).anyMatch(name -> name.startsWith("routes/"));
        assertThat(namedBlocks()).extracting(Page.Block::names).anyMatch(name -> name.endsWith(".test.yaml"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_command_of_ferry_is_one(Page page) {
        List<String> commands = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            COMMAND.matcher(block.text())
                    .results()
                    .forEach(found -> commands.add(found.group(1) == null ? "" : found.group(1)));
        }
        INLINE_COMMAND.matcher(page.text()).results().forEach(found -> commands.add(found.group(1)));
        for (String command : commands) {
            String[] words =
                    command.strip().isEmpty() ? new String[0] : command.strip().split("\\s+", -1);
            if (words.length == 1
                    && new CommandLine(Ferry.class).getSubcommands().containsKey(words[0])) {
                continue; // a command named without what it needs
            }
            assertThatCode(() -> new CommandLine(Ferry.class).parseArgs(words))
                    .as("%s shows ./ferry %s", page, command)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_setting_that_a_page_names_is_one(Page page) {
        TreeSet<String> keys = new TreeSet<>();
        SETTING.matcher(page.text()).results().forEach(found -> keys.add(found.group()));
        for (String key : keys) {
            assertThat(isSetting(key) || isBeginningOfSettings(key))
                    .as("%s names %s", page, key)
                    .isTrue();
        }
    }

    private static boolean isSetting(String key) {
        try {
            Settings.of(Map.of(key, "x"));
            return true;
        } catch (SettingsException e) {
            return !String.valueOf(e.getMessage()).contains("is not a setting");
        }
    }

    private static boolean isBeginningOfSettings(String key) {
        return SettingsFile.read().settings().keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    private static String blockNaming(Page page, String file) throws IOException {
        for (Page.Block block : page.blocks()) {
            if (block.names().equals(file)) {
                return block.text();
            }
        }
        return Files.readString(Path.of(file));
    }

    private static Map<String, String> asCamelSeesThem() {
        return new HashMap<>(Settings.unchecked(Map.of()).placeholders());
    }
}
