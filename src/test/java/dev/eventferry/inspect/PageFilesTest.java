package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the page, as texts: nothing from outside, and no text that could become markup. */
class PageFilesTest {

    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z.]+)'");
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"/inspector/([^\"]+)\"");
    private static final Path FOLDER = Path.of("src/main/resources/inspector");

    private final PageFiles files = new PageFiles();

    @Test
    void every_file_is_served_and_nothing_else() throws IOException {
        for (Path file : all()) {
            PageFiles.PageFile served = Objects.requireNonNull(files.find("/" + file.getFileName()), file.toString());
            assertThat(served.content()).as("%s", file).isEqualTo(Files.readAllBytes(file));
        }
        assertThat(files.find("")).isEqualTo(files.find("/")).isEqualTo(files.find("/index.html"));
        for (String path : List.of(
                "x",
                "index.html",
                "/..",
                "/../logback.xml",
                "//app.js",
                "/app.js/",
                "/App.js",
                "/%2e%2e/logback.xml")) {
            assertThat(files.find(path)).as(path).isNull();
        }
    }

    @Test
    void what_a_file_names_is_there() throws IOException {
        for (Path file : all()) {
            String text = Files.readString(file);
            Stream.of(IMPORT, REFERENCE)
                    .flatMap(pattern -> pattern.matcher(text).results())
                    .forEach(found -> assertThat(files.find("/" + found.group(1)))
                            .as("%s names %s", file, found.group(1))
                            .isNotNull());
        }
    }

    @Test
    void no_text_becomes_markup_and_nothing_comes_from_outside() throws IOException {
        for (Path file : all()) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .as("%s", file)
                    .doesNotContain("http:", "https:", "//cdn", "@import", "url(")
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser")
                    .doesNotContain("eval(", "new Function", "javascript:", "srcdoc", "createContextualFragment")
                    .doesNotContain("<style", "style=", "onclick=", "onerror=", "localStorage", "sessionStorage");
        }
        assertThat(Files.readString(FOLDER.resolve("index.html"))).doesNotContainPattern("<script(?![^>]* src=)");
    }

    private static List<Path> all() throws IOException {
        try (Stream<Path> found = Files.list(FOLDER)) {
            return found.sorted().toList();
        }
    }
}
