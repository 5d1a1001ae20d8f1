package dev.eventferry.shape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of Markdown, as far as tests look at it. */
record Page(Path file, String text) {

    private static final Pattern FENCE = Pattern.compile("(?m)^( *)```(\\w*)\\n(.*?)^\\1```$", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    /** A fenced block. */
    record Block(Page page, String language, String text) {

        /** The file that its first line names in a comment; empty when it names none. */
        String names() {
            Matcher named = Pattern.compile("# ([\\w./-]+\\.[a-z]+)\\n.*", Pattern.DOTALL)
                    .matcher(text);
            return named.matches() ? named.group(1) : "";
        }

        /** Without the line that names the file. */
        String content() {
            return names().isEmpty() ? text : text.substring(text.indexOf('\n') + 1);
        }

        @Override
        public String toString() {
            return page.file + " " + (names().isEmpty() ? language : names());
        }
    }

    /** Every page of the project. */
    static List<Page> all() {
        List<Page> pages = new ArrayList<>();
        for (String file : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "k8s/README.md")) {
            pages.add(read(Path.of(file)));
        }
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(file -> pages.add(read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    static Page read(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        return FENCE.matcher(text)
                .results()
                .map(found -> new Block(this, found.group(2), found.group(3).replaceAll("(?m)^" + found.group(1), "")))
                .toList();
    }

    /** What its links lead to, without those to other hosts. */
    List<String> links() {
        return LINK.matcher(prose())
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** The anchors that GitHub gives its headings, and those that it sets itself. */
    Set<String> anchors() {
        Stream<String> headings = HEADING.matcher(prose()).results().map(found -> found.group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'));
        Stream<String> own = ANCHOR.matcher(prose()).results().map(found -> found.group(1));
        return Stream.concat(headings, own).collect(Collectors.toSet());
    }

    /** The page without its fenced blocks. */
    private String prose() {
        return FENCE.matcher(text).replaceAll("");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
