package dev.eventferry.cli;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.camel.Webhooks;
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
            "Checks the settings and the mappings, and runs the cases beside each mapping.",
            "Starts nothing and sends nothing.",
            "",
            "What it reads:",
            "  application.properties   and FERRY_... variables and --set, as ./ferry run does",
            "  mappings/NAME.yaml       the words of a source and TikTok's",
            "  mappings/NAME.test.yaml  its cases: what is given, and what must come of it",
            "Run it after each change of a mapping. A case looks like this:",
            "  - name: page views are switched off",
            "    given: {event_name: page_view, consent: {advertising: granted}}",
            "    dropped: true",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "2:something is wrong; each line says what and where"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry check",
            "  ./ferry check --set ferry.mappings-dir=/etc/ferry/mappings",
        })
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
            Webhooks.requireSense(settings, mappings);
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
