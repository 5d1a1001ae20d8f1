package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./ferry resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Tries destinations again that wait for a person, or rest after failures.",
            "",
            "A destination is parked when TikTok refuses its token, its permission or its",
            "set-up. It goes on by itself when its settings change here; this is for what",
            "was changed at TikTok. Without a name all that are parked are tried.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is tried again; ./ferry status says what came of it", "2:nobody was asked"},
        footerHeading = "%nExamples:%n",
        footer = {"  ./ferry resume", "  ./ferry resume web"})
final class ResumeCommand extends RunningCommand {

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "The destination.")
    private List<String> names = new ArrayList<>();

    @Override
    int call(StatusClient running) throws IOException, InterruptedException {
        List<String> wanted = names.isEmpty() ? parked(running.ask(Map.of())) : names;
        if (wanted.isEmpty()) {
            say("No destination is parked.");
        }
        for (String name : wanted) {
            String path = "/v1/inspect/destinations/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/resume";
            JsonNode told = running.post(path, JsonNodeFactory.instance.objectNode());
            String reason = told.path("was_parked_for").asText();
            say(name + " is tried again" + (reason.isEmpty() ? "." : "; it was parked: " + reason));
        }
        return 0;
    }

    private static List<String> parked(JsonNode status) {
        List<String> parked = new ArrayList<>();
        for (JsonNode lane : status.path("lanes")) {
            if (lane.path("state").asText().equals("parked")) {
                parked.add(lane.path("destination").asText());
            }
        }
        return parked;
    }
}
