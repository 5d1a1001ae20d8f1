package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./ferry status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a running Eventferry how it is, and what became of its events.",
            "",
            "It finds it by the same settings as ./ferry run: name the same file and --set.",
            "For each source a row: accepted, duplicate, filtered, rejected, then delivered",
            "and dead, and the requests to TikTok; ./ferry demo --help says what each means.",
            "Below a source stand the reasons. Then what waits, for which destination, how far",
            "each table was read, and what is left from testing: a test event code, a",
            "destination that is not enabled, a debug filter.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it runs and delivers",
            "1:it runs, but a destination is at rest because TikTok does not take its events now, or the store fails",
            "2:it does not answer, or the settings cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry status",
            "  ./ferry status --set ferry.http.port=8081",
            "  ./ferry status >/dev/null || echo look at Eventferry",
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        try {
            Settings settings = options.unchecked();
            JsonNode status = new StatusClient(settings).ask(Map.of());
            Console.say(Tally.of(status.path("ledger")).table());
            status.path("waiting")
                    .properties()
                    .forEach(lane -> Console.say("waiting for " + lane.getKey() + ": "
                            + lane.getValue().asText()));
            status.path("tables").forEach(table -> Console.say(line(table)));
            status.path("guards")
                    .forEach(guard ->
                            Console.say("not live: " + guard.path("message").asText()));
            status.path("config")
                    .path("refused")
                    .forEach(file -> Console.say("refused, the last good version is in force: "
                            + file.path("file").asText() + ":"
                            + file.path("line").asText() + ": "
                            + file.path("reason").asText()));
            status.path("config")
                    .path("needs_restart")
                    .forEach(key -> Console.say("changed, but needs a restart: " + key.asText()));
            status.path("lanes").forEach(StatusCommand::tellParked);
            status.path("lanes").forEach(StatusCommand::tellLimited);
            boolean well =
                    status.path("resting").isEmpty() && !status.path("failing").asBoolean();
            status.path("resting")
                    .forEach(name -> Console.say("at rest, TikTok does not take them now: " + name.asText()));
            return well ? 0 : 1;
        } catch (SettingsException e) {
            return Console.refuse(e.getMessage(), StartFailed.SETTINGS);
        } catch (IOException e) {
            return Console.refuse(
                    "no Eventferry answers: start it with ./ferry run, or name its settings with --config", 2);
        }
    }

    private static void tellParked(JsonNode lane) {
        JsonNode parked = lane.path("parked");
        if (parked.isObject()) {
            Console.say(lane.path("destination").asText() + " needs a person since "
                    + parked.path("since").asText() + ": "
                    + parked.path("reason").asText());
        }
    }

    private static void tellLimited(JsonNode lane) {
        if (lane.path("state").asText().equals("limited")) {
            Console.say(lane.path("destination").asText() + " had its requests of this minute or day ("
                    + lane.at("/requests/today").asText() + " today) and goes on at "
                    + lane.path("next_try_at").asText());
        }
    }

    private static String line(JsonNode table) {
        String line = "table " + table.path("source").asText() + ": "
                + (table.path("place").isNull()
                        ? "nothing read yet"
                        : "read to " + table.path("place").asText())
                + ", " + table.path("rows").asLong() + " rows, lag "
                + Math.round(table.path("lag_seconds").asDouble()) + " s";
        if (table.path("behind_seconds").asDouble() > 0) {
            line += ", " + Math.round(table.path("behind_seconds").asDouble()) + " s of rows to read";
        }
        if (table.path("gap_rows").asLong() > 0) {
            line += ", " + table.path("gap_rows").asLong() + " rows came later than the overlap";
        }
        if (table.path("rows_ahead").asBoolean()) {
            line += ", rows from the future wait";
        }
        JsonNode failure = table.path("failure");
        return failure.isObject()
                ? line + "; fails since " + failure.path("since").asText() + ": "
                        + failure.path("message").asText()
                : line;
    }
}
