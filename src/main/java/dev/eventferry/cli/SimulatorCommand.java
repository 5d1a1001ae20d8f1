package dev.eventferry.cli;

import dev.eventferry.simulator.Simulator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./ferry simulator}. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a TikTok that takes events as TikTok does, for trying things out and for tests.",
            "",
            "Point Eventferry at it with ferry.tiktok.base-url=http://127.0.0.1:9099. What it holds: GET"
                    + " /simulator/events. Make it fail: POST /simulator/faults"
                    + " with {\"next\":[{\"code\":40100},{\"http\":502},{\"reset\":true}]}. The token \"expired\" is"
                    + " expired, the token \"wrong\" is wrong; any other will do.",
        })
final class SimulatorCommand implements Callable<Integer> {

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}; 0 for a free one.")
    private int port = 9099;

    @Override
    public Integer call() throws InterruptedException {
        try (Simulator simulator = Simulator.start(host, port)) {
            Console.say("A TikTok stands at " + simulator.baseUrl() + "  What it holds: " + simulator.baseUrl()
                    + "/simulator/events");
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
