package dev.eventferry.cli;

import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.MappingException;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The source that a command names, which has a mapping, and a destination that is set up.
 *
 * @param mapper of the source
 */
record SourceChoice(Mappings mappings, ItemMapper mapper) {

    /**
     * Looks both up.
     *
     * @param destination null for where the mapping says
     * @throws SettingsException when one of them is not known; its message names those that are
     */
    static SourceChoice of(Settings settings, String source, @Nullable String destination)
            throws IOException, MappingException {
        Mappings mappings = Mappings.load(Path.of(settings.text("ferry.mappings-dir")));
        ItemMapper mapper = mappings.get(source);
        if (mapper == null) {
            throw unknown("source", mappings.names());
        }
        if (destination != null && !settings.destinations().containsKey(destination)) {
            throw unknown("destination", settings.destinations().keySet());
        }
        return new SourceChoice(mappings, mapper);
    }

    private static SettingsException unknown(String what, Set<String> known) {
        return new SettingsException(
                "there is no " + what + " of that name; the known ones are " + String.join(", ", known));
    }
}
