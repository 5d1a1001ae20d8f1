package dev.eventferry.cli;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.mapping.MappingCases;
import dev.eventferry.mapping.MappingException;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./ferry check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the settings and the mappings, and runs the cases beside each mapping (NAME.test.yaml).",
            "Starts nothing and sends nothing.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "2:something is wrong; each line says what and where"})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        List<String> wrong = new ArrayList<>();
        try {
            Settings settings = options.read();
            Path folder = Path.of(settings.text("ferry.mappings-dir"));
            Mappings mappings = Mappings.load(folder);
            for (Path file : Mappings.files(folder)) {
                wrong.addAll(MappingCases.failuresBeside(file));
            }
            if (wrong.isEmpty()) {
                Console.say("All is well: " + settings.destinations().size() + " destinations, "
                        + (mappings.names().size() - 1) + " mappings, and their cases hold.");
                return 0;
            }
        } catch (SettingsException | MappingException | IOException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        wrong.forEach(line -> Console.refuse(line, StartFailed.SETTINGS));
        return StartFailed.SETTINGS;
    }
}
