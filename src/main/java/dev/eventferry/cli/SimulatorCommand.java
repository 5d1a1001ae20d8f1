package dev.eventferry.cli;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./ferry simulator}. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a TikTok that takes events as TikTok does, until it is stopped (Ctrl-C).",
            "For trying things out and for tests: it holds what it got in memory only.",
            "",
            "What it does:",
            "  POST /open_api/v1.3/event/track/  takes events, checks them, merges and drops",
            "                                    copies, and answers in TikTok's form",
            "  GET  /simulator/events            shows what it holds, as a page or as JSON",
            "  POST /simulator/faults            makes it fail from the next request on, by",
            "                                    the same YAML or JSON as --faults",
            "Any access token will do, but two: \"expired\" is expired, \"wrong\" is wrong.",
            "What faults there are, and how to use it in your CI: docs/simulator.md",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:could not listen there (the port is taken), or not write its log",
            "2:the file of faults cannot be read or is wrong; the message says where",
            "130:stopped by Ctrl-C",
            "143:stopped by SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry simulator",
            "  FERRY_TIKTOK_BASE_URL=http://127.0.0.1:9099 ./ferry run    in another window",
            "  curl -s http://127.0.0.1:9099/simulator/events",
            "  curl -s http://127.0.0.1:9099/simulator/faults \\",
            "    -d '{\"next\":[{\"code\":40100},{\"http\":502},{\"delay\":\"30s\"},{\"reset\":true}]}'",
            "  ./ferry simulator --faults faults.yaml --log verdicts.ndjson",
        })
final class SimulatorCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port = 9099;

    @Option(
            names = "--faults",
            paramLabel = "FILE",
            description = "What goes wrong, and how often: YAML or JSON, see docs/simulator.md.")
    private @Nullable Path faults;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "Where to write what became of each event, a line of JSON a request.")
    private @Nullable Path log;

    @Override
    public Integer call() throws InterruptedException {
        String document = "";
        try {
            document = faults == null ? "" : Files.readString(faults);
        } catch (IOException e) {
            return Console.refuse(spec, faults + " cannot be read; is it there, and in UTF-8?", StartFailed.SETTINGS);
        }
        Simulator.Settings settings =
                Simulator.Settings.at(host, port).failing(document).logging(log);
        try (Simulator simulator = Simulator.start(settings)) {
            Console.say("A TikTok stands at " + simulator.baseUrl() + "  What it holds: " + simulator.baseUrl()
                    + "/simulator/events");
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException e) {
            return Console.refuse(spec, faults + ": " + e.getMessage(), StartFailed.SETTINGS);
        } catch (UncheckedIOException e) {
            return Console.refuse(spec, String.valueOf(e.getMessage()), StartFailed.OTHER);
        }
        return 0;
    }
}
