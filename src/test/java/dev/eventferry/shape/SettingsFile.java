package dev.eventferry.shape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code application.properties} as people read it: headings, comments, and settings, some of them commented out. */
record SettingsFile(List<Section> sections) {

    private static final Pattern HEADING = Pattern.compile("# --- (.+?) -+");
    private static final Pattern SETTING = Pattern.compile("(# )?([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)+) =(.*)");

    /** What stands under one heading. */
    record Section(String title, List<Group> groups) {}

    /** Settings that follow one another, and the comment above them. */
    record Group(String comment, List<Setting> settings) {}

    /** @param given whether the line counts; otherwise it only shows what could stand there */
    record Setting(String key, String value, boolean given) {}

    static SettingsFile read() {
        try {
            return parse(Files.readAllLines(Path.of("application.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SettingsFile parse(List<String> lines) {
        List<Section> sections = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        List<Setting> settings = new ArrayList<>();
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            Matcher setting = SETTING.matcher(line);
            if (heading.matches()) {
                flush(sections, comment, settings);
                sections.add(new Section(heading.group(1), new ArrayList<>()));
            } else if (setting.matches()) {
                settings.add(new Setting(setting.group(2), setting.group(3).strip(), setting.group(1) == null));
            } else if (line.startsWith("#")) {
                if (!settings.isEmpty()) {
                    flush(sections, comment, settings);
                }
                comment.add(line.substring(1).strip());
            } else {
                flush(sections, comment, settings);
            }
        }
        flush(sections, comment, settings);
        return new SettingsFile(sections);
    }

    /** Every setting by its key, commented ones too. */
    Map<String, Setting> settings() {
        Map<String, Setting> all = new TreeMap<>();
        sections.forEach(section ->
                section.groups().forEach(group -> group.settings().forEach(each -> all.put(each.key(), each))));
        return all;
    }

    private static void flush(List<Section> sections, List<String> comment, List<Setting> settings) {
        if (!settings.isEmpty()) {
            sections.get(sections.size() - 1).groups().add(new Group(String.join(" ", comment), List.copyOf(settings)));
        }
        comment.clear();
        settings.clear();
    }
}
