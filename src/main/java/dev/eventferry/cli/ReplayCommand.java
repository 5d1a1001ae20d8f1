package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./ferry replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends dead letters again, as they are, under the event ids and times they had.",
            "",
            "What was refused is refused again, unless something changed at TikTok. For 48",
            "hours TikTok takes a second copy of an event for the same one; older letters",
            "are sent only with --even-old, because one that TikTok took then, although we",
            "did not hear of it, would count twice.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they are on their way, or none is meant",
            "1:nothing is sent, because some are older than 48 hours",
            "2:nobody was asked, or nothing was said of which are meant"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry replay --reason expired --dry-run",
            "  ./ferry replay --source crm --code 40002",
            "  ./ferry replay --all",
        })
final class ReplayCommand extends RunningCommand {

    @Mixin
    private DeadOptions which = new DeadOptions();

    @Option(names = "--all", description = "All dead letters.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only says how many are meant.")
    private boolean dryRun;

    @Option(names = "--even-old", description = "Also those that were accepted more than 48 hours ago.")
    private boolean evenOld;

    @Override
    int call(StatusClient running) throws IOException, InterruptedException {
        Map<String, String> said = which.parameters();
        if (said.isEmpty() != all) {
            return Console.refuse(spec, "say which: --reason, --code, --source, --id, ..., or --all alone", 2);
        }
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        said.forEach(wanted::put);
        if (all) {
            wanted.put("all", true);
        }
        JsonNode count = running.post("/v1/inspect/replay", wanted.deepCopy().put("dry_run", true));
        long letters = count.path("letters").asLong();
        long old = count.path("older_than_48h").asLong();
        say(letters + " dead letters are meant" + (old == 0 ? "." : ", " + old + " of them older than 48 hours."));
        if (dryRun || letters == 0) {
            return 0;
        }
        if (old > 0 && !evenOld) {
            return Console.refuse(
                    spec, "TikTok knows an event for 48 hours: say --even-old to send those too, or --since", 1);
        }
        long replayed =
                running.post("/v1/inspect/replay", wanted).path("replayed").asLong();
        say(replayed + " are on their way again; ./ferry status says what comes of them.");
        return 0;
    }
}
