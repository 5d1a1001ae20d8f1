package dev.eventferry.cli;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.Simulator;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            "  POST /simulator/faults            makes it fail from the next request on",
            "Any access token will do, but two: \"expired\" is expired, \"wrong\" is wrong.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:could not listen there: the port is taken", "130:stopped by Ctrl-C", "143:stopped by SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry simulator",
            "  FERRY_TIKTOK_BASE_URL=http://127.0.0.1:9099 ./ferry run    in another window",
            "  curl -s http://127.0.0.1:9099/simulator/events",
            "  curl -s http://127.0.0.1:9099/simulator/faults \\",
            "    -d '{\"next\":[{\"code\":40100},{\"http\":502},{\"delay\":\"30s\"},{\"reset\":true}]}'",
        })
final class SimulatorCommand implements Callable<Integer> {

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

    @Override
    public Integer call() throws InterruptedException {
        try (Simulator simulator = Simulator.start(host, port)) {
            Console.say("A TikTok stands at " + simulator.baseUrl() + "  What it holds: " + simulator.baseUrl()
                    + "/simulator/events");
            new CountDownLatch(1).await();
        } catch (UncheckedIOException e) {
            return Console.refuse(e.getMessage(), StartFailed.OTHER);
        }
        return 0;
    }
}
